package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.message.DeathReason;
import dev.postern.message.Flaw;
import dev.postern.message.InvalidMessage;
import dev.postern.message.MessageId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {
  @ParameterizedTest
  @EnumSource
  void everyFlawHasAProblemOfItsName(Flaw flaw) {
    ProblemType type = ProblemType.of(flaw);

    assertThat(type.word()).isEqualTo(flaw.word());
    assertThat(type.status()).isEqualTo(flaw == Flaw.PAYLOAD_TOO_LARGE ? 413 : 400);
  }

  @ParameterizedTest
  @EnumSource
  void everyProblemHasAStableTypeAnErrorStatusAndATitleOfItsOwn(ProblemType type) {
    assertThat(type.uri()).matches("https://postern\\.dev/problems/[a-z]+(-[a-z]+)*");
    assertThat(type.status()).isBetween(400, 599);
    assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::title))
        .containsOnlyOnce(type.title());
  }

  @Test
  void theDocumentHasTheMembersOfRfc9457AndThoseOfTheCase() {
    MessageId id = MessageId.parse("6FVN6W6ZQR9B8X557MHDH8CD3601M847VV7V").orElseThrow();

    JsonObject document =
        json(
            Problem.of(ProblemType.MESSAGE_DEAD, "It died.")
                .messageId(id)
                .dead(DeathReason.ATTEMPTS_EXHAUSTED, true));

    assertThat(document)
        .isEqualTo(
            new JsonObject()
                .put("type", "https://postern.dev/problems/message-dead")
                .put("title", "The message is a dead letter")
                .put("status", 409)
                .put("detail", "It died.")
                .put("messageId", id.toString())
                .put("reason", "attempts-exhausted")
                .put("canRedrive", true));
  }

  @Test
  void aRefusedMessageBecomesASentenceWithFieldAndLimit() {
    Problem problem = Problem.of(new InvalidMessage(Flaw.GROUP_MALFORMED, "group", "be short"));

    assertThat(problem.type()).isEqualTo(ProblemType.GROUP_MALFORMED);
    assertThat(problem.detail()).isEqualTo("group must be short.");
    assertThat(json(problem).getString("field")).isEqualTo("group");
    assertThat(json(problem).getString("limit")).isEqualTo("be short");
  }

  @Test
  void whatACallerSentCantBreakTheDocument() {
    String hostile = "\"},\u0000\u2028é\ud83d\ude00</script>";

    assertThat(json(Problem.of(ProblemType.NOT_FOUND, hostile)).getString("detail"))
        .isEqualTo(hostile);
  }

  @Test
  void membersAreAddedToACopy() {
    Problem plain = Problem.of(ProblemType.OVERLOADED, "Full.");

    assertThat(plain.retryAfter(1).retryAfterSeconds()).hasValue(1);
    assertThat(plain.maxBytes(5).members()).containsEntry("maxBytes", 5L);
    assertThat(plain.members()).isEmpty();
    assertThat(plain.retryAfterSeconds()).isEmpty();
  }

  private static JsonObject json(Problem problem) {
    return new JsonObject(Buffer.buffer(problem.json()));
  }
}
