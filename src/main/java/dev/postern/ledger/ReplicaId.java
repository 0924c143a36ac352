package dev.postern.ledger;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** One running process of Postern; new at every start, so that no name is ever taken up again. */
public record ReplicaId(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{20}");

  public ReplicaId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a replica id: " + value);
    }
  }

  /** An id that no other process has: 80 random bits. */
  public static ReplicaId fresh(RandomGenerator random) {
    return new ReplicaId(String.format("%016x%04x", random.nextLong(), random.nextInt(1 << 16)));
  }

  @Override
  public String toString() {
    return value;
  }
}
