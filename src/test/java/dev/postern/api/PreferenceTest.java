package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.Preference.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferenceTest {
  private static final Duration USUAL = Duration.ofSeconds(5);
  private static final Duration MOST = Duration.ofSeconds(25);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "respond-async            | 0  | respond-async",
        "Respond-Async            | 0  | respond-async",
        "respond-async=\"\"       | 0  | respond-async",
        "respond-async; x=\"a,b\" | 0  | respond-async",
        "wait=10                  | 10 | wait=10",
        "wait=\"10\"              | 10 | wait=10",
        "wait = 10                | 10 | wait=10",
        "wait=0                   | 0  | wait=0",
        "wait=007                 | 7  | wait=7",
        "wait=25                  | 25 | wait=25",
        "wait=26                  | 25 | wait=25",
        "wait=99999999999999999999999 | 25 | wait=25",
        "respond-async, wait=10   | 0  | respond-async",
        "wait=10, respond-async   | 0  | respond-async",
        "wait=3, wait=9           | 3  | wait=3",
        "foo=\"a, wait=3\", wait=9 | 9 | wait=9",
        "foo=\"\\\", wait=3\", wait=9 | 9 | wait=9",
        ", ,wait=9,               | 9  | wait=9",
        "return=minimal           | 5  | return=minimal",
        "return=minimal, wait=2   | 2  | wait=2, return=minimal"
      })
  void whatCanBeHonouredIsAndIsNamed(String header, int patience, String applied) {
    Preference preference = Preference.read(List.of(header));

    assertThat(preference.patience(USUAL, MOST)).isEqualTo(Duration.ofSeconds(patience));
    assertThat(preference.applied(MOST)).isEqualTo(Optional.of(applied));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        ";",
        "=",
        "\"",
        "wait",
        "wait=",
        "wait=-1",
        "wait=1.5",
        "wait=x",
        "wait=\"",
        "wait=1 2",
        "wait=x, wait=5",
        "wait;=5",
        "respond-async=1",
        "respond async",
        "respond-asyn",
        "return=representation",
        "return",
        "foo=\"unfinished, wait=5",
        "w\u00e4it=5",
        "wait=\u0665"
      })
  void whatCantBeReadIsIgnored(String header) {
    assertThat(Preference.read(List.of(header))).isEqualTo(Preference.NONE);
    assertThat(Preference.NONE.patience(USUAL, MOST)).isEqualTo(USUAL);
    assertThat(Preference.NONE.applied(MOST)).isEmpty();
  }

  @Test
  void linesAreReadInOrderAndABrokenOneDoesNotHideTheNext() {
    assertThat(Preference.read(List.of("foo=\"unfinished", "wait=3", "wait=9")).waiting())
        .contains(Duration.ofSeconds(3));
    assertThat(Preference.read(List.of())).isEqualTo(Preference.NONE);
  }

  @Test
  void whatAnOperationCantHonourIsNotApplied() {
    Preference preference =
        Preference.read(List.of("respond-async, wait=10, return=minimal")).only(Kind.WAIT);

    assertThat(preference.patience(Duration.ZERO, MOST)).isEqualTo(Duration.ofSeconds(10));
    assertThat(preference.applied(MOST)).contains("wait=10");
  }

  @Test
  void aHeaderOfAnySizeIsRead() {
    String long20k = "x=\"" + "\\\"".repeat(10_000) + "\", ";
    assertThat(Preference.read(List.of(long20k + "wait=4")).waiting())
        .contains(Duration.ofSeconds(4));
  }
}
