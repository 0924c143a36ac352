package dev.postern.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.kill.Backend.Received;
import dev.postern.kill.History.Call;
import dev.postern.kill.History.MessageAnswer;
import dev.postern.kill.History.Wanted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The checker of the kill test finds each broken promise, and none where all were kept. */
class CheckerTest {
  private static final String FIFO = "orders";
  private static final Optional<String> GROUP = Optional.of("g");

  private final Map<String, String> statuses = new HashMap<>();
  private final Wanted one = wanted("k1");
  private final Wanted two = wanted("k2");

  private Wanted wanted(String key) {
    statuses.put("id-" + key, "{\"status\":\"published\",\"possibleDuplicate\":false}");
    return new Wanted(FIFO, key, GROUP, Optional.empty());
  }

  private static void answered(Wanted message, int status, long sentAt, long endedAt) {
    answered(message, "id-" + message.key, status, sentAt, endedAt);
  }

  private static void answered(Wanted message, String id, int status, long sentAt, long endedAt) {
    Optional<MessageAnswer> answer =
        status == 201 || status == 202
            ? Optional.of(new MessageAnswer(id, "", false, false, "broker-" + message.key))
            : Optional.empty();
    message.add(new Call("gateway-1", "", sentAt, endedAt, 0, status, answer, ""));
  }

  private static Received received(Wanted message) {
    return new Received("broker-" + message.key, "id-" + message.key, message.key, GROUP);
  }

  private List<String> violations(Received... queue) {
    Checker checker =
        new Checker(
            List.of(one, two),
            id -> Optional.ofNullable(statuses.get(id)).<JsonNode>map(Callers::parse));
    checker.checkAnswers();
    checker.checkContents(FIFO, List.of(queue));
    checker.checkOnce(List.of(queue));
    checker.checkOrder(List.of(queue));
    return checker.violations().stream().map(text -> text.split("[:\\[\n]", 2)[0].trim()).toList();
  }

  @Test
  void allWasKept() {
    answered(one, 503, 1, 2);
    answered(one, 202, 3, 4);
    answered(two, 201, 5, 6);
    assertThat(violations(received(one), received(two))).isEmpty();
  }

  @Test
  void nothingIsPromisedBetweenCallsThatOverlap() {
    answered(one, 201, 1, 4);
    answered(two, 201, 3, 6);
    assertThat(violations(received(two), received(one))).isEmpty();
  }

  @Test
  void whatWasNeverAnsweredMayBeThereOrNot() {
    answered(one, 503, 1, 2);
    answered(two, 0, 3, 4);
    assertThat(violations(received(two))).isEmpty();
  }

  @Test
  void findsALoss() {
    answered(one, 202, 1, 2);
    answered(two, 202, 3, 4);
    assertThat(violations(received(two))).containsExactly("LOST");
  }

  @Test
  void findsAMessageThatStandsTwice() {
    answered(one, 202, 1, 2);
    answered(two, 202, 3, 4);
    assertThat(violations(received(one), received(one), received(two)))
        .containsExactly("DOUBLED", "A KEY DOUBLED");
  }

  @Test
  void findsTheWrongOrder() {
    answered(one, 202, 1, 2);
    answered(two, 201, 3, 4);
    assertThat(violations(received(two), received(one))).containsExactly("OUT OF ORDER");
  }

  @Test
  void findsTwoMessagesUnderOneKey() {
    answered(one, 202, 1, 2);
    answered(one, "id-other", 202, 3, 4);
    assertThat(violations(received(one))).containsExactly("ONE KEY, SEVERAL MESSAGES");
  }

  @Test
  void findsAnAnswerThatTakesBackAnother() {
    answered(one, 201, 1, 2);
    answered(one, 202, 3, 4);
    assertThat(violations(received(one))).containsExactly("FIRST PUBLISHED, THEN NOT YET");
  }

  @Test
  void findsA201WithoutItsMessage() {
    answered(one, 201, 1, 2);
    assertThat(violations(new Received("broker-other", "id-k1", "k1", GROUP)))
        .containsExactly("201, BUT NOT WHAT IS IN THE QUEUE");
  }

  @Test
  void findsADeadMessage() {
    statuses.put("id-k1", "{\"status\":\"dead\"}");
    answered(one, 202, 1, 2);
    assertThat(violations(received(one))).containsExactly("NOT PUBLISHED");
  }

  @Test
  void findsAnAnswerThatNothingExplains() {
    answered(one, 500, 1, 2);
    assertThat(violations()).containsExactly("AN ANSWER THAT NOTHING EXPLAINS");
  }

  @Test
  void findsWhatNobodySentAndWhatIsOfAnotherGroup() {
    answered(one, 202, 1, 2);
    assertThat(
            violations(
                new Received("b", "id-k1", "k1", Optional.of("other")),
                new Received("b", "id-k9", "k9", GROUP)))
        .containsExactly("NOT AS IT WAS SENT", "NOBODY SENT IT");
  }

  @Test
  void findsACopyOnAStandardQueueThatTheStatusDoesNotTellOf() {
    answered(one, 202, 1, 2);
    List<Received> queue = List.of(received(one), received(one));
    Checker silent = new Checker(List.of(one), id -> Optional.empty());
    assertThat(silent.checkTwiceOnlyAsSaid(queue)).isEqualTo(1);
    assertThat(silent.violations()).hasSize(1);

    Checker told =
        new Checker(List.of(one), id -> Optional.of(Callers.parse("{\"possibleDuplicate\":true}")));
    assertThat(told.checkTwiceOnlyAsSaid(queue)).isEqualTo(1);
    assertThat(told.violations()).isEmpty();
  }
}
