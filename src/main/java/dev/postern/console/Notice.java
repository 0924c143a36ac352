package dev.postern.console;

import dev.postern.message.Worded;
import java.util.Optional;

/**
 * What a page says after it was done: words of its own only, since it is asked for in an address.
 */
enum Notice implements Worded {
  SKIPPED("The message was skipped; its group goes on without it."),
  RESUMED("The group was resumed; its first message is tried again."),
  REDRIVEN("The message was redriven: it waits to be published again."),
  HANDED_BACK("The message was redriven: it is handed over again."),
  REDRIVEN_ALL("The messages were redriven."),
  DELETED("The dead letter was deleted."),
  PASSED_BY("The missing numbers were skipped."),
  PAUSED("The subscription is paused."),
  UNPAUSED("The subscription goes on.");

  private final String text;

  Notice(String text) {
    this.text = text;
  }

  static Optional<String> text(String word) {
    return Worded.parse(Notice.class, word).map(notice -> notice.text);
  }
}
