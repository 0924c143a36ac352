package dev.postern.simulation;

import dev.postern.destination.Destination;
import dev.postern.message.MessageId;
import dev.postern.message.Status;
import dev.postern.publish.Answer;
import dev.postern.publish.Call;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What callers asked for and were told, and when, in true time. */
final class History {
  private static final long NEVER = -1;

  /** One message as its callers know it, under one key, asked for once or more. */
  static final class Wanted {
    final int number;
    final Call call;
    final List<Asked> asked = new ArrayList<>();

    Wanted(int number, Call call) {
      this.number = number;
      this.call = call;
    }

    Destination destination() {
      return call.destination();
    }

    boolean isTracked() {
      return call.message().terms().guarantee().isTracked();
    }

    String body() {
      return new String(
          call.message().content().payload().array(), java.nio.charset.StandardCharsets.UTF_8);
    }

    long firstAsked() {
      return asked.stream().mapToLong(each -> each.at).min().orElse(Long.MAX_VALUE);
    }

    /** When a caller first held a 201 or 202. */
    long firstPromised() {
      return asked.stream()
          .filter(each -> each.heardAt != NEVER && each.tracked().isPresent())
          .mapToLong(each -> each.heardAt)
          .min()
          .orElse(Long.MAX_VALUE);
    }

    /** The ids that any answer named. */
    List<MessageId> ids() {
      return asked.stream()
          .flatMap(each -> each.tracked().stream())
          .map(tracked -> tracked.state().id())
          .distinct()
          .toList();
    }

    @Override
    public String toString() {
      return "m" + number + " (" + call.message().group().map(Object::toString).orElse("-") + ")";
    }
  }

  /** One call. */
  static final class Asked {
    /** Of one of several in a request: when its turn came. */
    long at;

    final int host;
    long saidAt = NEVER;
    long heardAt = NEVER;
    Answer answer;

    Asked(long at, int host) {
      this.at = at;
      this.host = host;
    }

    Optional<Answer.Tracked> tracked() {
      return answer instanceof Answer.Tracked tracked ? Optional.of(tracked) : Optional.empty();
    }

    boolean isFinal() {
      return tracked().filter(tracked -> tracked.state().isFinal()).isPresent();
    }

    Optional<Status> status() {
      return tracked().map(tracked -> tracked.state().status());
    }
  }

  /** Messages that were asked for in one request, and how each was answered. */
  record Batch(List<Wanted> wanted, List<Asked> asked) {
    /** Was that one answered before this one was first asked for at all? */
    boolean isAnsweredBefore(int first, int then) {
      Asked before = asked.get(first);
      return before.tracked().isPresent()
          && asked.get(then).tracked().isPresent()
          && wanted.get(then).firstAsked() >= before.saidAt;
    }
  }

  final List<Wanted> wanted = new ArrayList<>();
  final List<Batch> batches = new ArrayList<>();
  final List<String> violations = new ArrayList<>();

  /**
   * Messages whose process stood still between its last look at the clock and the request: beyond
   * what a safe window allows for, and so beyond what is promised of copies on FIFO.
   */
  final Set<MessageId> late = new HashSet<>();

  private final Consumer<String> notes;

  History(Consumer<String> notes) {
    this.notes = notes;
  }

  void violated(String what) {
    notes.accept("VIOLATED " + what);
    if (!violations.contains(what)) {
      violations.add(what);
    }
  }
}
