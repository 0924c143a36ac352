package dev.postern.message;

import java.util.Arrays;
import java.util.Objects;

/**
 * Bytes with the equality of their content.
 *
 * <p>For speed the array is neither copied in nor out: whoever hands it over or reads it must not
 * change it.
 */
public final class Bytes {
  private final byte[] array;

  public Bytes(byte[] array) {
    this.array = Objects.requireNonNull(array);
  }

  public byte[] array() {
    return array;
  }

  public int size() {
    return array.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  /** The size only: payloads do not belong into logs. */
  @Override
  public String toString() {
    return array.length + " bytes";
  }
}
