package dev.postern.subscription;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Gathers a page from as many reads as it takes. */
final class LetterPages {
  /** How many parts of the list one page may read: a page may be short, even empty. */
  private static final int MOST_READS = 10;

  private static final int READ_AHEAD = 100;

  private final Desks desks;
  private final Subscription subscription;
  private final Letters.Direction direction;
  private final Optional<Poison> reason;
  private final int most;
  private final List<Letter> letters = new ArrayList<>();

  LetterPages(
      Desks desks,
      Subscription subscription,
      Letters.Direction direction,
      Optional<Poison> reason,
      int most) {
    this.desks = desks;
    this.subscription = subscription;
    this.direction = direction;
    this.reason = reason;
    this.most = most;
  }

  /** The page after that place. */
  CompletionStage<LetterBox.Page> after(Optional<Letter.Place> place) {
    return go(place, MOST_READS);
  }

  private CompletionStage<LetterBox.Page> go(Optional<Letter.Place> after, int reads) {
    if (reads == 0) {
      return CompletableFuture.completedFuture(new LetterBox.Page(letters, after));
    }
    return desks
        .ports()
        .letters()
        .list(subscription.name(), direction, after, READ_AHEAD)
        .thenCompose(
            read -> {
              // A part may be short; only where there is nothing the list has ended.
              if (read.isEmpty()) {
                return end(Optional.empty());
              }
              for (Letter letter : read) {
                if (isWanted(letter)) {
                  letters.add(letter);
                }
                if (letters.size() == most) {
                  return end(Optional.of(letter.place()));
                }
              }
              return go(Optional.of(read.get(read.size() - 1).place()), reads - 1);
            });
  }

  private CompletionStage<LetterBox.Page> end(Optional<Letter.Place> next) {
    return CompletableFuture.completedFuture(new LetterBox.Page(letters, next));
  }

  private boolean isWanted(Letter letter) {
    return letter.expiresAt().isAfter(desks.now())
        && reason.filter(wanted -> wanted != letter.reason()).isEmpty();
  }
}
