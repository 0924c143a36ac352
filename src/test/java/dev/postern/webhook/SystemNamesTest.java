package dev.postern.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SystemNamesTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final SystemNames NAMES = new SystemNames(VERTX);

  @AfterAll
  static void close() {
    NAMES.close();
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void anAddressIsItself() throws UnknownHostException {
    assertThat(resolve("93.184.216.34")).containsExactly(InetAddress.getByName("93.184.216.34"));
    assertThat(resolve("[2606:4700::1]")).containsExactly(InetAddress.getByName("2606:4700::1"));
  }

  @Test
  void anIpv4AddressInOneOfIpv6IsThatIpv4Address() throws UnknownHostException {
    assertThat(resolve("[::ffff:10.0.0.1]")).containsExactly(InetAddress.getByName("10.0.0.1"));
  }

  @Test
  void aNameIsFound() {
    assertThat(resolve("localhost")).isNotEmpty().allMatch(InetAddress::isLoopbackAddress);
  }

  @Test
  void aNameThatIsNoneFails() {
    // Longer than a label of a name may be: no name server is asked.
    String name = "x".repeat(64) + ".example";

    assertThat(catchThrowable(() -> resolve(name))).hasCauseInstanceOf(UnknownHostException.class);
  }

  private static List<InetAddress> resolve(String host) {
    return NAMES.resolve(host).toCompletableFuture().join();
  }
}
