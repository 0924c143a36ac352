package dev.postern.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.subscription.Endpoint.Result;
import dev.postern.subscription.Subscription;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are called, and which never are. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndpointAddressesTest {
  private static final Vertx VERTX = Vertx.vertx();

  private final Consumer consumer = new Consumer(VERTX);
  private final Calls calls = new Calls(VERTX);

  @AfterAll
  static void close() {
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, loopback",
    "169.254.169.254, link-local",
    "10.1.2.3, private use",
    "::1, loopback",
    "fd00:ec2::254, unique local"
  })
  void aNameOfAPrivateAddressIsNotCalled(String address, String use) {
    int port = consumer.raw((socket, bytes) -> socket.close());
    calls.where("hooks.example", address);

    CompletableFuture<Result> result =
        calls.begin(Given.strict("https://hooks.example:" + port + "/"));

    // At once: nothing was connected to.
    assertThat(result).isDone();
    assertThat(calls.error(Given.strict("https://hooks.example:" + port + "/")))
        .isEqualTo("hooks.example resolves to a private address (" + use + ")");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "[::1]", "[::ffff:10.0.0.1]"})
  void anAddressInTheUrlIsLookedAtLikeThoseOfNames(String host) {
    calls.where(host, host.replaceAll("[\\[\\]]", ""));

    assertThat(calls.error(Given.strict("https://" + host + "/")))
        .startsWith(host + " resolves to a private address");
  }

  @Test
  void oneAddressThatIsPrivateAmongOthersIsEnough() {
    calls.where("hooks.example", "93.184.216.34", "2606:4700::1", "192.168.0.1");

    assertThat(calls.error(Given.strict("https://hooks.example/")))
        .isEqualTo("hooks.example resolves to a private address (private use)");
  }

  @Test
  void everyAttemptIsLookedAtAnew() {
    int port = consumer.answering(request -> request.response().end());
    String url = "http://hooks.example:" + port + "/";
    calls.where("hooks.example", "127.0.0.1");
    calls.answer(Given.subscription(url));

    calls.where("hooks.example");

    assertThat(calls.error(Given.subscription(url))).isEqualTo("unknown host");
  }

  @Test
  void httpIsNotCalledWherePrivateAddressesAreNotAllowed() {
    calls.where("hooks.example", "127.0.0.1");

    assertThat(calls.error(Given.strict("http://hooks.example/")))
        .startsWith("the endpoint must begin with https://");
  }

  @Test
  void theAddressThatWasLookedAtIsCalledAndNotTheName() {
    // The name is one of nobody's: were it resolved again, nothing would be found.
    int port = consumer.answering(request -> request.response().end());
    calls.where("no-such.invalid", "127.0.0.1");

    calls.answer(Given.subscription("http://no-such.invalid:" + port + "/"));

    assertThat(consumer.received().get(0).header("host")).isEqualTo("no-such.invalid:" + port);
  }

  @Test
  void aHostThatIsAnAddressIsAskedForInBrackets() {
    int port = consumer.answering(request -> request.response().end());
    calls.where("[2606:4700::1]", "127.0.0.1");

    calls.answer(Given.subscription("http://[2606:4700::1]:" + port + "/"));

    assertThat(consumer.received().get(0).header("host")).isEqualTo("[2606:4700::1]:" + port);
  }

  @Test
  void connectionsToOneAddressAreNotUsedForAnother() {
    int port = consumer.answering(request -> request.response().end());
    Subscription subscription = Given.subscription("http://hooks.example:" + port + "/");

    for (String address : List.of("127.0.0.1", "127.0.0.2")) {
      calls.where("hooks.example", address);
      for (int call = 0; call < 5; call++) {
        calls.answer(subscription);
      }
    }

    assertThat(consumer.received().subList(0, 5))
        .extracting(Consumer.Received::address)
        .containsOnly("127.0.0.1");
    assertThat(consumer.received().subList(5, 10))
        .extracting(Consumer.Received::address)
        .containsOnly("127.0.0.2");
  }

  @Test
  void theNextAttemptTakesTheNextAddressOfTheKindThatIsPreferred() {
    int port = consumer.answering(request -> request.response().end());
    calls.where("hooks.example", "127.0.0.1", "::1", "127.0.0.2");

    for (int attempt = 1; attempt <= 3; attempt++) {
      calls
          .begin(
              Given.subscription("http://hooks.example:" + port + "/"),
              Given.message("{}"),
              attempt)
          .join();
    }

    assertThat(consumer.received())
        .extracting(Consumer.Received::address)
        .containsExactly("127.0.0.1", "127.0.0.2", "127.0.0.1");
  }
}
