package dev.postern.model;

import dev.postern.message.SubscriptionName;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.Letter;
import dev.postern.subscription.Letters;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Dead letters in a {@link ModelTable}, at the end of a line. Their list shows no bodies. */
public record ModelLetters(ModelTable table, Line line) implements Letters {
  @Override
  public CompletionStage<Void> keep(Letter letter) {
    return line.call(
        "letters keep",
        () -> {
          if (!table.tells(Lie.LETTER_NOT_KEPT)) {
            table.letters(letter.subscription()).put(letter.place(), letter);
          }
          return null;
        });
  }

  @Override
  public CompletionStage<Optional<Letter>> find(SubscriptionName subscription, Letter.Place place) {
    return line.call(
        "letters find", () -> Optional.ofNullable(table.letters(subscription).get(place)));
  }

  @Override
  public CompletionStage<List<Letter>> list(
      SubscriptionName subscription, Direction direction, Optional<Letter.Place> after, int most) {
    return line.call(
        "letters list",
        () -> {
          NavigableMap<Letter.Place, Letter> all = table.letters(subscription);
          NavigableMap<Letter.Place, Letter> inOrder =
              direction == Direction.OLDEST_FIRST ? all : all.descendingMap();
          return after.map(place -> inOrder.tailMap(place, false)).orElse(inOrder).values().stream()
              .limit(most)
              .map(ModelLetters::withoutBody)
              .toList();
        });
  }

  private static Letter withoutBody(Letter letter) {
    Inbound message = letter.message();
    return new Letter(
        letter.subscription(),
        new Inbound(message.id(), message.group(), "", message.attributes(), message.sentAt()),
        letter.reason(),
        letter.attempts(),
        letter.lastFailure(),
        letter.blocks(),
        letter.diedAt(),
        letter.expiresAt());
  }

  @Override
  public CompletionStage<Void> remove(SubscriptionName subscription, Letter.Place place) {
    return line.call(
        "letters remove",
        () -> {
          table.letters(subscription).remove(place);
          return null;
        });
  }
}
