package dev.postern.publish;

import dev.postern.ledger.Ledger;
import dev.postern.ledger.Record;
import dev.postern.ledger.Tenure;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Who has the key that a record could not get.
 *
 * @param record of whoever it is
 */
record Occupant(Whose whose, Optional<Record> record) {
  enum Whose {
    /** It is free by now. */
    NOBODY,
    /** The record itself, written before its answer was lost. */
    OWN,
    /** A message whose time is over, and which has come to an end, or can't any more. */
    EXPIRED,
    /** Another message, which keeps it. */
    OTHER
  }

  /** With what to look. */
  record Means(Ledger ledger, Insistence insistence, Tenure tenure) {
    /**
     * Looks, however often it takes.
     *
     * @param openedAt when the record's batch was begun
     */
    CompletionStage<Occupant> of(Record mine, Instant openedAt) {
      return insistence
          .on(tenure, () -> ledger.find(mine.id().keyHash()))
          .thenCompose(
              found ->
                  found
                      .map(there -> judge(mine, there, openedAt))
                      .orElseGet(() -> is(Whose.NOBODY, Optional.empty())));
    }

    private CompletionStage<Occupant> judge(Record mine, Record there, Instant openedAt) {
      if (there.acceptance().entry().equals(mine.acceptance().entry())) {
        return is(Whose.OWN, Optional.of(there));
      }
      if (!there.isExpired(openedAt)) {
        return is(Whose.OTHER, Optional.of(there));
      }
      return insistence
          .on(tenure, () -> ledger.standing(there))
          .thenApply(
              standing -> {
                boolean free =
                    standing.fold(known -> true, () -> false, journal -> journal.isEmpty());
                return new Occupant(free ? Whose.EXPIRED : Whose.OTHER, Optional.of(there));
              });
    }
  }

  private static CompletionStage<Occupant> is(Whose whose, Optional<Record> record) {
    return CompletableFuture.completedFuture(new Occupant(whose, record));
  }

  <T> T fold(
      Supplier<T> nobody,
      Function<Record, T> own,
      Function<Record, T> expired,
      Function<Record, T> other) {
    return switch (whose) {
      case NOBODY -> nobody.get();
      case OWN -> own.apply(record.orElseThrow());
      case EXPIRED -> expired.apply(record.orElseThrow());
      case OTHER -> other.apply(record.orElseThrow());
    };
  }
}
