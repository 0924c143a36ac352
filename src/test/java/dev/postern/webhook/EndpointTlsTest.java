package dev.postern.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.subscription.Subscription;
import dev.postern.testing.Certificate;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whether an endpoint is who it says is looked at by its name, whatever address was called. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndpointTlsTest {
  private static final Vertx VERTX = Vertx.vertx();

  @TempDir static Path directory;
  private static PfxOptions certificate;

  private final Consumer consumer = new Consumer(VERTX);
  private final Calls trusting =
      new Calls(VERTX, Outgoing.options().setTrustOptions(certificate))
          .where("hooks.example", "127.0.0.1")
          .where("others.example", "127.0.0.1");

  @BeforeAll
  static void makeCertificate() throws IOException, InterruptedException {
    certificate = Certificate.of("hooks.example", directory);
  }

  @AfterAll
  static void close() {
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  private int serve() {
    return consumer.answering(
        new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(certificate),
        request -> request.response().end());
  }

  private static Subscription at(String host, int port) {
    return Given.subscription("https://" + host + ":" + port + "/");
  }

  @Test
  void anEndpointThatProvesItsNameIsCalledAndAskedForByIt() {
    int port = serve();

    assertThat(trusting.answer(at("hooks.example", port)).status()).isEqualTo(200);
    assertThat(consumer.received().get(0).serverName()).isEqualTo("hooks.example");
  }

  @Test
  void anEndpointThatProvesAnotherNameGetsNothing() {
    int port = serve();

    assertThat(trusting.error(at("others.example", port)))
        .startsWith("TLS failed: ")
        .contains("others.example");
    assertThat(consumer.received()).isEmpty();
  }

  @Test
  void anEndpointThatNobodyVouchesForGetsNothing() {
    int port = serve();
    Calls calls = new Calls(VERTX).where("hooks.example", "127.0.0.1");

    assertThat(calls.error(at("hooks.example", port)))
        .startsWith("TLS failed: ")
        .contains("unable to find valid certification path")
        .doesNotContain("127.0.0.1");
    assertThat(consumer.received()).isEmpty();
  }

  @Test
  void anEndpointWithoutTlsGetsNothing() {
    int port = consumer.answering(request -> request.response().end());

    assertThat(trusting.error(at("hooks.example", port))).startsWith("TLS failed: ");
    assertThat(consumer.received()).isEmpty();
  }
}
