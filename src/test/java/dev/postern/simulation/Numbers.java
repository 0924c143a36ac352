package dev.postern.simulation;

import dev.postern.destination.Numbering;
import dev.postern.ledger.Record;
import dev.postern.ledger.SeriesId;
import dev.postern.message.CausalClock;
import dev.postern.message.Causality;
import dev.postern.message.DestinationName;
import dev.postern.message.Message;
import dev.postern.message.Producer;
import dev.postern.message.Terms;
import dev.postern.publish.Answer;
import dev.postern.publish.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** What callers know of numbers and clocks, and make of it. */
final class Numbers {
  private static final int PRODUCERS = 3;

  private final RandomGenerator random;
  private final Map<SeriesId, Long> last = new HashMap<>();
  private final Map<DestinationName, List<CausalClock>> clocks = new HashMap<>();

  Numbers(RandomGenerator random) {
    this.random = random;
  }

  /**
   * The call as one to a numbered destination: with an expectation now and then, or with causes.
   */
  Call numbered(Call call) {
    if (call.destination().policy().numbering() == Numbering.SEQUENCED) {
      boolean expects = random.nextInt(4) == 0;
      long known = last.getOrDefault(SeriesId.of(call.message()), 0L);
      return with(call, call.message(), expects ? OptionalLong.of(known) : OptionalLong.empty());
    }
    List<CausalClock> heard = clocks.getOrDefault(call.destination().name(), List.of());
    CausalClock seen =
        heard.isEmpty() || random.nextInt(4) == 0
            ? CausalClock.START
            : heard.get(random.nextInt(heard.size()));
    Message message = call.message();
    Terms terms =
        new Terms(
            message.terms().guarantee(),
            0,
            Optional.empty(),
            Optional.of(new Causality(new Producer("p" + random.nextInt(PRODUCERS)), seen)));
    return with(
        call,
        new Message(
            message.tenant(), message.destination(), message.group(), message.content(), terms),
        OptionalLong.empty());
  }

  private static Call with(Call call, Message message, OptionalLong expected) {
    return new Call(call.destination(), call.key(), message, expected, call.patience());
  }

  /** What an answer teaches its caller. */
  void heard(Answer answer) {
    if (answer instanceof Answer.Tracked tracked) {
      Record record = tracked.state().record();
      record
          .stamp()
          .sequence()
          .ifPresent(number -> last.merge(SeriesId.of(record.message()), number, Math::max));
      record
          .stamp()
          .clock()
          .ifPresent(
              own ->
                  clocks
                      .computeIfAbsent(record.message().destination(), name -> new ArrayList<>())
                      .add(own.clock()));
    }
  }
}
