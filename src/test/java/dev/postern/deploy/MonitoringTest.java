package dev.postern.deploy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.postern.testing.Command;
import dev.postern.testing.Gateway;
import dev.postern.testing.Ready;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The dashboard and the alerts ask for what is measured, and for what they mean. */
@QuarkusTest
@Timeout(60)
class MonitoringTest {
  private static final Path MONITORING = Manifests.K8S.resolve("monitoring");

  private static final Pattern METER =
      Pattern.compile("\\b(?:postern|http|jvm|process|system)_[a-z_]+\\b");

  private static final Pattern SELECTED =
      Pattern.compile("\\b((?:postern|http)_[a-z_]+)\\{([^}]*)\\}");

  private static final Pattern LABEL = Pattern.compile("([a-z]+)(?:=~|!~|!=|=)");

  @BeforeEach
  void somethingHasHappened() {
    Ready.await();
    Gateway.publish("events").key(Gateway.fresh("key")).prefer("wait=25").body("{}").id(201);
  }

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(MONITORING.resolve("dashboard.json").toFile());
  }

  private static JsonNode alerts() throws IOException {
    return new YAMLMapper().readTree(MONITORING.resolve("alerts.yaml").toFile());
  }

  private static List<String> asked() throws IOException {
    return Stream.of(alerts().findValuesAsText("expr"), dashboard().findValuesAsText("expr"))
        .flatMap(List::stream)
        .toList();
  }

  private static String measured() {
    return given().get("/q/metrics").then().statusCode(200).extract().asString();
  }

  @Test
  void everyMeterThatIsAskedForIsMeasured() throws IOException {
    Set<String> measured =
        measured()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("[{ ]", 2)[0])
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(asked())
        .hasSizeGreaterThan(40)
        .allSatisfy(
            expression -> {
              Matcher meters = METER.matcher(expression);
              assertThat(meters.find()).isTrue();
              do {
                assertThat(measured).contains(meters.group());
              } while (meters.find());
            });
  }

  @Test
  void everyLabelThatIsChosenByIsThere() throws IOException {
    String measured = measured();

    for (String expression : asked()) {
      Matcher selected = SELECTED.matcher(expression);
      while (selected.find()) {
        String meter = selected.group(1);
        Matcher labels = LABEL.matcher(selected.group(2));
        while (labels.find()) {
          assertThat(measured.lines().filter(line -> line.startsWith(meter + "{")))
              .as("%s by %s", meter, labels.group(1))
              .isNotEmpty()
              .allMatch(line -> line.contains(labels.group(1) + "=\""));
        }
      }
    }
  }

  @Test
  void everyPanelSaysWhatItShows() throws IOException {
    assertThat(dashboard().get("panels"))
        .filteredOn(panel -> !panel.get("type").asText().equals("row"))
        .hasSizeGreaterThan(20)
        .allSatisfy(
            panel -> {
              assertThat(panel.get("title").asText()).isNotBlank();
              assertThat(panel.get("description").asText()).isNotBlank();
              assertThat(panel.get("targets")).isNotEmpty();
            });
    assertThat(dashboard().get("panels").findValuesAsText("id")).doesNotHaveDuplicates();
  }

  @Test
  void everyAlertSaysWhatItMeansAndHowBadItIs() throws IOException {
    for (JsonNode group : alerts().get("groups")) {
      assertThat(group.get("rules"))
          .isNotEmpty()
          .allSatisfy(
              rule -> {
                assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
                assertThat(rule.at("/annotations/description").asText()).isNotBlank();
                assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning");
              });
    }
  }

  /** The sections that alerts send their reader to. */
  @Test
  void whereAnAlertPointsThereIsHelp() throws IOException {
    String guide = Files.readString(Manifests.K8S.resolve("README.md"));
    Pattern pointed = Pattern.compile("see \"([^\"]+)\"");

    List<String> sections =
        alerts().findValuesAsText("description").stream()
            .flatMap(text -> pointed.matcher(text).results().map(each -> each.group(1)))
            .toList();

    assertThat(sections)
        .isNotEmpty()
        .allSatisfy(section -> assertThat(guide).contains("**" + section + ".**"));
  }

  @Test
  void everyAlertIsTriedAndRings() throws IOException {
    JsonNode tests = new YAMLMapper().readTree(MONITORING.resolve("alerts-test.yaml").toFile());
    Set<String> ringing = new TreeSet<>();
    for (JsonNode test : tests.get("tests")) {
      for (JsonNode tried : test.get("alert_rule_test")) {
        if (!tried.get("exp_alerts").isEmpty()) {
          ringing.add(tried.get("alertname").asText());
        }
      }
    }

    assertThat(ringing).containsExactlyInAnyOrderElementsOf(alerts().findValuesAsText("alert"));
  }

  /** Skipped where there is no promtool. */
  @Test
  void theAlertsRingWhenTheyShouldAndNotElse() {
    assumeTrue(
        Command.of("promtool", "--version").works(),
        "No promtool on the PATH: whether the alerts ring was not tried");

    Command.of("promtool", "check", "rules", MONITORING.resolve("alerts.yaml").toString())
        .succeeds();
    Command.of("promtool", "test", "rules", MONITORING.resolve("alerts-test.yaml").toString())
        .succeeds();
  }

  @Test
  void bothAreConfigMapsOfTheNamespace() throws IOException {
    Manifests rendered = Manifests.rendered("monitoring");

    assertThat(rendered.all(ConfigMap.class))
        .hasSize(2)
        .allSatisfy(map -> assertThat(map.getMetadata().getNamespace()).isEqualTo("postern"))
        .extracting(map -> map.getData().keySet().iterator().next())
        .containsExactlyInAnyOrder("dashboard.json", "alerts.yaml");
  }
}
