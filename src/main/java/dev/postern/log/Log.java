package dev.postern.log;

import com.google.errorprone.annotations.CompileTimeConstant;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;

/**
 * Writes the lines of one category: a fixed sentence, and what it is about. Where the log is JSON
 * the latter are members of {@code mdc}, beside those that a request has; elsewhere they stand
 * behind the sentence, as {@code sentence: key=value key=value}. Nothing is put into words for a
 * level that is off. Thread-safe.
 */
public final class Log {
  /**
   * Read with the first line, not with the class: a native executable loads that as it is built.
   */
  private static volatile Boolean configured;

  private final Logger logger;
  private final Boolean json;

  private Log(String category, Boolean json) {
    this.logger = Logger.getLogger(category);
    this.json = json;
  }

  /** The log of that class. */
  public static Log of(Class<?> category) {
    return of(category.getName());
  }

  /** The log of that category. */
  public static Log of(String category) {
    return new Log(category, null);
  }

  /** The same in that form, whatever is configured. */
  public static Log of(String category, boolean isJson) {
    return new Log(category, isJson);
  }

  public void debug(@CompileTimeConstant String sentence, Said... said) {
    write(Level.DEBUG, sentence, null, said);
  }

  public void info(@CompileTimeConstant String sentence, Said... said) {
    write(Level.INFO, sentence, null, said);
  }

  public void warn(@CompileTimeConstant String sentence, Said... said) {
    write(Level.WARN, sentence, null, said);
  }

  public void error(@CompileTimeConstant String sentence, Said... said) {
    write(Level.ERROR, sentence, null, said);
  }

  /** Writes what was thrown as well, with its stack. */
  public void debug(@CompileTimeConstant String sentence, Throwable thrown) {
    write(Level.DEBUG, sentence, thrown);
  }

  /** Writes what was thrown as well, with its stack. */
  public void error(@CompileTimeConstant String sentence, Throwable thrown) {
    write(Level.ERROR, sentence, thrown);
  }

  /** Whether lines at INFO are written: asked by whoever takes trouble to put them together. */
  public boolean isInfo() {
    return logger.isLoggable(Level.INFO);
  }

  /** Whether lines at WARN are written. */
  public boolean isWarn() {
    return logger.isLoggable(Level.WARN);
  }

  private void write(
      java.util.logging.Level level, String sentence, Throwable thrown, Said... said) {
    if (!logger.isLoggable(level)) {
      return;
    }
    ExtLogRecord line =
        new ExtLogRecord(
            level,
            isJson() ? sentence : text(sentence, said),
            ExtLogRecord.FormatStyle.NO_FORMAT,
            Log.class.getName());
    line.setThrown(thrown);
    for (Said each : said) {
      line.putMdc(each.member().word(), each.text());
    }
    logger.logRaw(line);
  }

  private static String text(String sentence, Said... said) {
    StringBuilder text = new StringBuilder(sentence);
    String separator = ": ";
    for (Said each : said) {
      text.append(separator);
      each.appendTo(text);
      separator = " ";
    }
    return text.toString();
  }

  private boolean isJson() {
    if (json != null) {
      return json;
    }
    Boolean known = configured;
    if (known == null) {
      known =
          ConfigProvider.getConfig()
              .getOptionalValue("quarkus.log.console.json.enabled", Boolean.class)
              .orElse(true);
      configured = known;
    }
    return known;
  }
}
