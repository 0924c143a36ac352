package dev.postern.observe;

import dev.postern.log.Log;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks at what passes without changing it. */
final class Passing {
  private static final Log LOG = Log.of(Passing.class);

  private Passing() {}

  /**
   * The same stage, looked at first. What the look throws is a defect in here and no failure of the
   * stage.
   */
  static <T> CompletionStage<T> by(
      CompletionStage<T> stage, BiConsumer<? super T, ? super Throwable> look) {
    return stage.whenComplete((result, failure) -> look(() -> look.accept(result, failure)));
  }

  /** The same, where only results are looked at. */
  static <T> CompletionStage<T> results(CompletionStage<T> stage, Consumer<? super T> look) {
    return by(
        stage,
        (result, failure) -> {
          if (failure == null) {
            look.accept(result);
          }
        });
  }

  /** What is found by looking; a defect is told, and then it is the other. */
  static <T> T look(Supplier<T> look, T other) {
    try {
      return look.get();
    } catch (RuntimeException defect) {
      LOG.error("something could not be watched", defect);
      return other;
    }
  }

  /** Looks; a defect is told, and goes no further. */
  static void look(Runnable look) {
    try {
      look.run();
    } catch (RuntimeException defect) {
      LOG.error("a result could not be counted", defect);
    }
  }
}
