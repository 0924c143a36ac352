package dev.postern.bench.stub;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What one client's calls of one operation came to. */
public final class Tally {
  private long calls;
  private long refused;
  private long items;
  private long billed;
  private long bytes;
  private double writeUnits;
  private double readUnits;

  void call() {
    calls++;
  }

  void refused() {
    refused++;
  }

  /** So many items or messages were in the call. */
  public void items(int count) {
    items += count;
  }

  /** The call is billed as so many requests. */
  public void billed(long requests) {
    billed += requests;
  }

  /** So many bytes were published in the call. */
  public void published(int more) {
    bytes += more;
  }

  /** The call consumed this much. */
  public void wrote(double units) {
    writeUnits += units;
  }

  /** The call consumed this much. */
  public void read(double units) {
    readUnits += units;
  }

  ObjectNode json() {
    return Json.object()
        .put("calls", calls)
        .put("refused", refused)
        .put("items", items)
        .put("billed", billed)
        .put("bytes", bytes)
        .put("writeUnits", writeUnits)
        .put("readUnits", readUnits);
  }
}
