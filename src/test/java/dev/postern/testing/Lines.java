package dev.postern.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.logging.json.runtime.JsonFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;

/** Catches the lines of one category until it is closed. */
public final class Lines extends Handler implements AutoCloseable {
  private final Logger logger;
  private final java.util.logging.Level levelBefore;
  private final List<ExtLogRecord> records = new CopyOnWriteArrayList<>();

  public Lines(String category) {
    logger = Logger.getLogger(category);
    levelBefore = logger.getLevel();
    logger.setLevel(Level.INFO);
    logger.addHandler(this);
  }

  public Lines(Class<?> category) {
    this(category.getName());
  }

  @Override
  public void publish(LogRecord record) {
    records.add(ExtLogRecord.wrap(record));
  }

  public List<ExtLogRecord> records() {
    return records;
  }

  /** Those of that level. */
  public List<ExtLogRecord> at(java.util.logging.Level level) {
    return records.stream().filter(each -> each.getLevel().equals(level)).toList();
  }

  /** The texts of all. */
  public List<String> texts() {
    return records.stream().map(ExtLogRecord::getMessage).toList();
  }

  /** What a line says, by name, as it stands where the log is JSON. */
  public static Map<String, String> members(ExtLogRecord line) {
    try {
      Map<String, String> members = new TreeMap<>();
      new ObjectMapper()
          .readTree(new JsonFormatter().format(line))
          .path("mdc")
          .properties()
          .forEach(each -> members.put(each.getKey(), each.getValue().asText()));
      return members;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void flush() {
    // Nothing is held back.
  }

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setLevel(levelBefore);
  }
}
