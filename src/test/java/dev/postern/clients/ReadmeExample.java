package dev.postern.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An example of the README's section <i>Publish from a program</i>: a file, how it is run, and what
 * it prints.
 */
record ReadmeExample(String file, String source, String command, String output) {
  /** Where the examples look for the gateway. */
  static final String GATEWAY = "http://localhost:8080";

  private static final Pattern FORM =
      Pattern.compile(
          """
          `(?<file>[\\w.]+)`, for [^\\n]+:

          ```\\w+
          (?<source>.+?)```

          ```sh
          (?<command>.+?)```

          ```text
          (?<output>.+?)```
          .*\
          """,
          Pattern.DOTALL);

  /** The example below this heading. */
  static ReadmeExample in(String language) {
    String readme = read();
    String heading = "\n### " + language + "\n\n";
    int from = readme.indexOf(heading) + heading.length();
    Matcher example = FORM.matcher(readme.substring(from, readme.indexOf("\n##", from)));
    if (!readme.contains(heading) || !example.matches()) {
      throw new AssertionError("The README has no example in " + language);
    }
    return new ReadmeExample(
        example.group("file"),
        example.group("source"),
        example.group("command"),
        example.group("output"));
  }

  private static String read() {
    try {
      return Files.readString(Path.of("README.md"));
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
