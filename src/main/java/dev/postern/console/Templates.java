package dev.postern.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;
import java.util.Optional;

/** The pages; what each is made of is checked when the application is built. */
@CheckedTemplate(basePath = "console")
final class Templates {
  private Templates() {}

  static native TemplateInstance overview(Frame frame, List<Row> rows, Reading total);

  static native TemplateInstance destination(Frame frame, Facts it, Reading now, Facts groups);

  static native TemplateInstance group(Frame frame, String destination, Facts it);

  static native TemplateInstance letters(Frame frame, String name, LetterList list);

  static native TemplateInstance confirm(
      Frame frame, Confirm it, Optional<Confirm.Instead> instead);

  static native TemplateInstance messages(Frame frame, List<Facts> destinations, String refusal);

  static native TemplateInstance message(Frame frame, Facts it);

  static native TemplateInstance payload(Frame frame, Payload it);

  static native TemplateInstance subscriptions(Frame frame, List<Handing> rows);

  static native TemplateInstance subscription(Frame frame, Facts it, Facts gaps);

  static native TemplateInstance signIn(String refusal, String to);

  static native TemplateInstance problem(Frame frame, String title, String detail);
}
