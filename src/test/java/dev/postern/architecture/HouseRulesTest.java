package dev.postern.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.FailureReport;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule bites: it names the class that breaks it. */
class HouseRulesTest {
  private static final String ROOT = "dev.postern.architecture.fixtures";
  private static final JavaClasses OFFENDERS = new ClassFileImporter().importPackages(ROOT);
  private static final Map<String, ArchRule> RULES = new HouseRules(ROOT).byName();

  static Stream<String> rooms() {
    return HouseRules.MAY_KNOW.keySet().stream();
  }

  static Stream<String> roomsWithFewLibraries() {
    return HouseRules.LIBRARIES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomKnowsOnlyTheRoomsItMay(String room) {
    assertThat(violations("room " + room)).contains("<" + ROOT + "." + room + ".Intruder");
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomMayKnowThoseThatTheTableNames(String room) {
    HouseRules.MAY_KNOW
        .get(room)
        .forEach(
            known ->
                assertThat(violations("room " + room))
                    .doesNotContain("<" + ROOT + "." + known + "."));
  }

  @ParameterizedTest
  @MethodSource("roomsWithFewLibraries")
  void aRoomKnowsOnlyTheLibrariesItMay(String room) {
    assertThat(violations("libraries of " + room))
        .contains("<" + ROOT + "." + room + ".Librarian")
        .doesNotContain("Intruder");
  }

  @ParameterizedTest
  @CsvSource({
    "incoming HTTP, publish.KnowsHttp",
    "outgoing HTTP, webhook.Serves",
    "outgoing HTTP, webhook.KnowsRest",
    "AWS SDK, lane.KnowsAws",
    "OpenTelemetry, publish.KnowsTracing",
    "logging, lane.KnowsLogging",
    "known rooms, elsewhere.Stranger",
    "package names, lane.impl.Thing",
    "class names, lane.LaneManager",
    "no cycles, security.There",
    "no cycles, observe.Back"
  })
  void theOffenderIsNamed(String rule, String offender) {
    assertThat(violations(rule)).contains("<" + ROOT + "." + offender);
  }

  @Test
  void whatCallsOutMayKnowTheClient() {
    assertThat(violations("outgoing HTTP")).doesNotContain("CallsOut");
    assertThat(violations("incoming HTTP")).doesNotContain("<" + ROOT + ".webhook.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sleeps", "sleepsByUnit", "asksForTheInstant", "refersToTheInstant", "asksForTheDate",
        "asksForMillis", "asksForNanos", "asksForAClock", "makesARandom", "asksForARandom",
        "asksForAUuid", "asksForAThreadsRandom", "runsAsync", "suppliesAsync", "goesOnAsync",
        "timesOut"
      })
  void timeRandomnessAndThreadsArePassedIn(String method) {
    assertThat(violations("passed in")).contains(ROOT + ".broker.TakesItself." + method + "(");
  }

  @Test
  void whatIsPassedInIsNotReported() {
    assertThat(violations("passed in"))
        .doesNotContain("IsHanded")
        .doesNotContain("<" + ROOT + ".replica.");
  }

  @Test
  void noRuleIsWithoutAnOffender() {
    assertThat(RULES)
        .allSatisfy((name, rule) -> assertThat(report(rule).isEmpty()).as(name).isFalse());
  }

  private static String violations(String rule) {
    return String.join("\n", report(RULES.get(rule)).getDetails());
  }

  private static FailureReport report(ArchRule rule) {
    return rule.evaluate(OFFENDERS).getFailureReport();
  }
}
