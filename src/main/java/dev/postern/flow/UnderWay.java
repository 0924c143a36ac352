package dev.postern.flow;

/** Work that ought to come to its end before the process does. Thread-safe; never blocks. */
public interface UnderWay {
  /** How much of it there is now; 0 where nothing has to be waited for. */
  int underWay();
}
