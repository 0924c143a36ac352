package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.quarkus.netty.MainEventLoopGroup;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.VertxOptions;
import jakarta.inject.Inject;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** How many event loops there are. */
@QuarkusTest
class EventLoopsTest {
  @Inject @MainEventLoopGroup EventLoopGroup loops;

  @Test
  void eachProcessorHasOneEventLoop() {
    assertThat(loops).hasSize(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void whoSaysHowManyHasSoMany() {
    VertxOptions options = new VertxOptions().setEventLoopPoolSize(7);

    new EventLoops(OptionalInt.of(7)).accept(options);

    assertThat(options.getEventLoopPoolSize()).isEqualTo(7);
  }
}
