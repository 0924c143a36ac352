package dev.postern.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Lines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A line has its subjects as members, under the names that are documented. */
class LogTest {
  private static final String CATEGORY = "dev.postern.log.tried";

  private final Lines lines = new Lines(CATEGORY);
  private final Log json = Log.of(CATEGORY, true);
  private final Log text = Log.of(CATEGORY, false);

  @AfterEach
  void close() {
    lines.close();
  }

  @Test
  void asJsonTheSentenceStandsAloneAndItsSubjectsAreMembers() {
    json.warn("a breaker has changed", Member.DESTINATION.is("orders"), Member.STATE.is("open"));

    assertThat(lines.texts()).containsExactly("a breaker has changed");
    assertThat(lines.records().get(0).getLevel()).isEqualTo(Level.WARN);
    assertThat(Lines.members(lines.records().get(0)))
        .hasSize(2)
        .containsEntry("destination", "orders")
        .containsEntry("state", "open");
  }

  @Test
  void asTextItsSubjectsStandBehindTheSentenceInTheirOrder() {
    text.info("a breaker has changed", Member.STATE.is("open"), Member.DESTINATION.is("orders"));
    text.info("nothing more to say");

    assertThat(lines.texts())
        .containsExactly(
            "a breaker has changed: state=open destination=orders", "nothing more to say");
  }

  @Test
  void asTextAValueStaysInItsLineAndItsPlaceWhoeverGaveIt() {
    text.info(
        "audit",
        Member.CALLER.is("x\" allowed=true\n2026 INFO a\\b\u2028"),
        Member.TENANT.is("a=b"),
        Member.CAUSE.is(""),
        Member.ALLOWED.is(false));

    assertThat(lines.texts())
        .containsExactly(
            "audit: caller=\"x\\\" allowed=true\\u000a2026 INFO a\\\\b\\u2028\""
                + " tenant=\"a=b\" cause=\"\" allowed=false");
  }

  @Test
  void whatWasThrownIsToldByItsOwnMessageOrItsKind() {
    Throwable away = new IllegalStateException("the table does not answer");
    text.warn("a", Member.CAUSE.is(new CompletionException(away)));
    text.warn("b", Member.CAUSE.is(new TimeoutException()));

    assertThat(lines.texts())
        .containsExactly("a: cause=\"the table does not answer\"", "b: cause=TimeoutException");
  }

  @Test
  void whatWasThrownIsWrittenWithIt() {
    RuntimeException thrown = new IllegalStateException("a defect");

    json.error("a task failed unexpectedly", thrown);

    assertThat(lines.records().get(0).getThrown()).isSameAs(thrown);
  }

  @Test
  void nothingIsPutIntoWordsForALevelThatIsOff() {
    Logger.getLogger(CATEGORY).setLevel(Level.ERROR);
    Object silent =
        new Object() {
          @Override
          public String toString() {
            throw new AssertionError();
          }
        };

    text.warn("a breaker has changed", Member.DESTINATION.is(silent));
    json.debug("a heartbeat did not arrive", Member.CAUSE.is(silent));

    assertThat(json.isWarn()).isFalse();
    assertThat(lines.records()).isEmpty();
  }

  @Test
  void theOperatorsGuideNamesEveryMemberAndNoOther() throws IOException {
    String guide = Files.readString(Path.of("k8s", "README.md"));
    String table =
        guide.substring(guide.indexOf("| member |"), guide.indexOf("## When things go wrong"));

    List<String> documented =
        Pattern.compile("(?m)^\\| (`[^|]+`) \\|")
            .matcher(table)
            .results()
            .map(MatchResult::group)
            .flatMap(row -> Pattern.compile("`(\\w+)`").matcher(row).results())
            .map(name -> name.group(1))
            .toList();

    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Member.values()).map(Member::word).toList());
  }
}
