package dev.postern.observe;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;

/** Catches the lines of batches and failures until it is closed. */
final class Lines extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger(BatchLog.CATEGORY);
  private final java.util.logging.Level levelBefore = logger.getLevel();
  private final List<ExtLogRecord> records = new CopyOnWriteArrayList<>();

  Lines() {
    logger.setLevel(Level.INFO);
    logger.addHandler(this);
  }

  @Override
  public void publish(LogRecord record) {
    records.add(ExtLogRecord.wrap(record));
  }

  List<ExtLogRecord> records() {
    return records;
  }

  /** Those of that level. */
  List<ExtLogRecord> at(java.util.logging.Level level) {
    return records.stream().filter(each -> each.getLevel().equals(level)).toList();
  }

  /** What a line says under its fixed keys. */
  static Map<String, String> members(ExtLogRecord line) {
    return new TreeMap<>(line.getMdcCopy());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setLevel(levelBefore);
  }
}
