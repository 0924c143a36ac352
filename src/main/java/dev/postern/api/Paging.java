package dev.postern.api;

import dev.postern.lane.ByHand;
import dev.postern.lane.LaneId;
import dev.postern.lane.WaitingGroups;
import dev.postern.message.DestinationName;
import dev.postern.message.MessageId;
import dev.postern.message.Worded;
import dev.postern.subscription.InboundId;
import dev.postern.subscription.Letter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The parameters of lists. A cursor says where a list goes on; it is opaque to callers, who can
 * hold it as long as they like, and is good for the list that gave it only.
 */
final class Paging {
  static final int MOST = 100;

  private static final String CURSOR = "cursor";
  private static final String SEPARATOR = " ";

  private Paging() {}

  /** How many items a page may have; as many as a page can have, unless said. */
  static int limit(Optional<String> given) {
    if (given.isEmpty()) {
      return MOST;
    }
    if (!given.get().matches("[0-9]{1,3}")) {
      throw malformed("limit", "be a whole number from 1 to " + MOST);
    }
    int limit = Integer.parseInt(given.get());
    if (limit < 1 || limit > MOST) {
      throw malformed("limit", "be a whole number from 1 to " + MOST);
    }
    return limit;
  }

  /** The constant of that word. */
  static <E extends Enum<E> & Worded> Optional<E> word(
      String parameter, Class<E> type, Optional<String> given) {
    return given.map(
        word ->
            Worded.parse(type, word)
                .orElseThrow(
                    () ->
                        malformed(
                            parameter,
                            "be one of "
                                + Arrays.stream(type.getEnumConstants())
                                    .map(Worded::word)
                                    .collect(Collectors.joining(", ")))));
  }

  static String cursor(WaitingGroups.Mark mark) {
    return encoded(
        mark.shelf()
            + mark.after()
                .map(
                    place ->
                        SEPARATOR
                            + place.dueAt().toEpochMilli()
                            + SEPARATOR
                            + place.lane().suffix())
                .orElse(""));
  }

  static Optional<WaitingGroups.Mark> groupMark(
      Optional<String> cursor, DestinationName destination) {
    return cursor.map(
        text -> {
          // A group has no spaces.
          String[] parts = decoded(text).split(SEPARATOR, -1);
          if (parts.length != 1 && parts.length != 3) {
            throw malformedCursor();
          }
          try {
            int shelf = Integer.parseInt(parts[0]);
            if (shelf < 0) {
              throw malformedCursor();
            }
            return new WaitingGroups.Mark(
                shelf,
                parts.length == 1
                    ? Optional.empty()
                    : Optional.of(
                        new ByHand.Place(new LaneId(destination, parts[2]), instant(parts[1]))));
          } catch (NumberFormatException e) {
            throw malformedCursor();
          }
        });
  }

  static String cursor(ByHand.LetterPlace place) {
    return encoded(place.diedAt().toEpochMilli() + SEPARATOR + place.message());
  }

  static Optional<ByHand.LetterPlace> letterPlace(Optional<String> cursor) {
    return cursor.map(
        text -> {
          String[] parts = decoded(text).split(SEPARATOR, -1);
          if (parts.length != 2) {
            throw malformedCursor();
          }
          return new ByHand.LetterPlace(
              instant(parts[0]), MessageId.parse(parts[1]).orElseThrow(Paging::malformedCursor));
        });
  }

  static String cursor(Letter.Place place) {
    return encoded(place.diedAt().toEpochMilli() + SEPARATOR + place.message());
  }

  static Optional<Letter.Place> inboundLetter(Optional<String> cursor) {
    return cursor.map(
        text -> {
          String[] parts = decoded(text).split(SEPARATOR, 2);
          boolean readable =
              parts.length == 2
                  && !parts[1].isEmpty()
                  && parts[1].length() <= InboundId.MOST_CHARACTERS;
          if (!readable) {
            throw malformedCursor();
          }
          return new Letter.Place(instant(parts[0]), new InboundId(parts[1]));
        });
  }

  private static Instant instant(String millis) {
    try {
      long at = Long.parseLong(millis);
      if (at < 0) {
        throw malformedCursor();
      }
      return Instant.ofEpochMilli(at);
    } catch (NumberFormatException | DateTimeException e) {
      throw malformedCursor();
    }
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw malformedCursor();
    }
  }

  private static RefusedRequest malformedCursor() {
    return malformed(CURSOR, "be the next of an earlier page of this list");
  }

  static RefusedRequest malformed(String parameter, String limit) {
    return new RefusedRequest(
        Problem.of(ProblemType.PARAMETER_MALFORMED, parameter + " must " + limit + ".")
            .field(parameter)
            .limit(limit));
  }
}
