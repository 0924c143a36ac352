package dev.postern.api;

import static dev.postern.testing.Gateway.fresh;
import static dev.postern.testing.Gateway.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.postern.testing.Faults;
import dev.postern.testing.Gateway;
import dev.postern.testing.Inbox;
import dev.postern.testing.Ready;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a causal destination each message carries what its producer had seen. */
@QuarkusTest
@Timeout(120)
class CausalityTest {
  private static final String PROBLEMS = "https://postern.dev/problems/";

  private final Inbox chat = Inbox.ofQueue("chat");
  private final String ann = fresh("ann");
  private final String bob = fresh("bob");

  @BeforeEach
  void begin() {
    Ready.await();
  }

  @AfterEach
  void clear() {
    Faults.clear();
  }

  private static Gateway.Publish from(String producer) {
    return publish("chat").key(fresh("key")).header("Causal-Producer", producer);
  }

  private static Gateway.Publish from(String producer, String... contexts) {
    return from(producer).header("Causal-Context", String.join(", ", contexts));
  }

  private static String context(Gateway.Publish message) {
    Response answer = message.answers(201).extract().response();
    assertThat(answer.<String>path("causalContext")).isEqualTo(answer.header("Causal-Context"));
    return answer.header("Causal-Context");
  }

  private String clock(Gateway.Publish message) {
    return Inbox.attribute(chat.only(message.id(201)), "causal-clock");
  }

  private static String clock(String producer, String counts) {
    return "{\"producer\":\"" + producer + "\",\"clock\":{" + counts + "}}";
  }

  @Test
  void aMessagesClockTellsWhatItsProducerHadSeen() {
    String question = context(from(ann));
    assertThat(clock(from(bob, question)))
        .isEqualTo(clock(bob, "\"" + ann + "\":1,\"" + bob + "\":1"));
  }

  @Test
  void whoHasSeenNothingIsConcurrentWithTheOthers() {
    context(from(ann));
    assertThat(clock(from(bob))).isEqualTo(clock(bob, "\"" + bob + "\":1"));
  }

  @Test
  void aProducersMessagesAreCountedWhetherItTellsWhatItSawOrNot() {
    context(from(ann));
    context(from(ann));
    assertThat(clock(from(ann))).isEqualTo(clock(ann, "\"" + ann + "\":3"));
  }

  @Test
  void ofSeveralContextsAllIsKnownThatOneTells() {
    String one = context(from(ann));
    String other = context(from(bob));
    String carol = fresh("carol");
    assertThat(clock(from(carol, one, other)))
        .isEqualTo(clock(carol, "\"" + ann + "\":1,\"" + bob + "\":1,\"" + carol + "\":1"));
  }

  @Test
  void aReplayHasTheContextOfTheFirst() {
    Gateway.Publish once = from(ann);
    String first = context(once);
    assertThat(once.answers(201).extract().header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(context(once)).isEqualTo(first);
    assertThat(clock(from(ann))).isEqualTo(clock(ann, "\"" + ann + "\":2"));
  }

  @Test
  void messagesSideBySideShareNoNumber() {
    IntStream.range(0, 30)
        .mapToObj(i -> CompletableFuture.runAsync(() -> from(ann).answers(201)))
        .toList()
        .forEach(CompletableFuture::join);
    assertThat(clock(from(ann))).isEqualTo(clock(ann, "\"" + ann + "\":31"));
  }

  @Test
  void aLookUpTellsTheContextToo() {
    Response answer = from(ann).answers(201).extract().response();
    Gateway.status(answer.path("id"))
        .then()
        .body("causalContext", equalTo(answer.header("Causal-Context")));
  }

  @Test
  void withoutAProducerNothingIsTaken() {
    publish("chat")
        .key(fresh("key"))
        .answers(400)
        .body("type", equalTo(PROBLEMS + "causal-producer-missing"));
  }

  @Test
  void aProducerHasAName() {
    publish("chat")
        .key(fresh("key"))
        .header("Causal-Producer", "till 2")
        .wrongOnPurpose()
        .answers(400)
        .body("type", equalTo(PROBLEMS + "causal-producer-malformed"))
        .body("limit", containsString("1 to 64"));
  }

  @Test
  void aContextThatWasChangedIsRefused() {
    String context = context(from(ann));
    from(bob, context.substring(0, context.length() - 2))
        .answers(400)
        .body("type", equalTo(PROBLEMS + "causal-context-malformed"))
        .body("field", equalTo("Causal-Context"));
  }

  @Test
  void elsewhereNothingIsTakenNorTold() {
    String context = context(from(ann));
    publish("orders").key(fresh("key")).group("g").answers(201).body("causalContext", nullValue());
    publish("orders")
        .key(fresh("key"))
        .group("g")
        .header("Causal-Producer", ann)
        .answers(400)
        .body("type", equalTo(PROBLEMS + "causality-not-supported"));
    publish("orders")
        .key(fresh("key"))
        .group("g")
        .header("Causal-Context", context)
        .answers(400)
        .body("field", equalTo("Causal-Context"));
  }
}
