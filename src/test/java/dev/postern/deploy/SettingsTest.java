package dev.postern.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.api.Grant;
import dev.postern.aws.AwsConfig;
import dev.postern.aws.CompressionConfig;
import dev.postern.publish.PublishConfig;
import dev.postern.replica.ReplicaConfig;
import dev.postern.security.SecurityConfig;
import dev.postern.subscription.AckTokenConfig;
import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in the ConfigMaps is what the application knows and takes. */
class SettingsTest {
  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/dev", "overlays/prod"})
  void everyPropertyIsOneThatTheApplicationKnowsWithAValueThatItTakes(String directory) {
    Settings settings = Settings.of(directory);

    settings.mapping(PublishConfig.class).checked();
    assertThat(settings.mapping(CompressionConfig.class).checked()).isPresent();
    settings.mapping(ReplicaConfig.class).checked();
    assertThat(settings.destinations().all()).hasSize(count(settings, "destinations"));
    assertThat(settings.subscriptions().all()).hasSize(count(settings, "subscriptions"));
  }

  private static int count(Settings settings, String kind) {
    Pattern named = Pattern.compile("postern\\." + kind + "\\.([^.]+)\\..+");
    return settings.properties().keySet().stream()
        .map(named::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .collect(Collectors.toSet())
        .size();
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/dev", "overlays/prod"})
  void everyPropertyOfQuarkusIsAmongThoseThatTheApplicationShows(String directory)
      throws IOException {
    String shown = Files.readString(Path.of("src/main/resources/application.properties"));

    Set<String> others =
        Settings.of(directory).properties().keySet().stream()
            .filter(name -> !name.startsWith("postern."))
            .collect(Collectors.toSet());

    assertThat(others).allMatch(name -> shown.contains(name + "="));
  }

  @Test
  void anUnknownPropertyIsRefusedByItsName() {
    assertThatThrownBy(() -> Settings.parse("postern.publish.queue-byte=16M"))
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining("postern.publish.queue-byte");
  }

  @Test
  void productionCreatesNothingAndKeepsNoSecretInAFile() {
    Settings production = Settings.of("overlays/prod");

    assertThat(production.mapping(AwsConfig.class).provision())
        .isEqualTo(AwsConfig.Provision.VERIFY);
    assertThat(production.mapping(AckTokenConfig.class).secrets()).isEmpty();
    assertThat(production.properties())
        .noneSatisfy((name, value) -> assertThat(name).contains("secret"));
  }

  @Test
  void productionKnowsItsCallersAndDevelopmentLetsInEveryone() {
    SecurityConfig production = Settings.of("overlays/prod").mapping(SecurityConfig.class);

    assertThat(production.enabled()).isEqualTo("true");
    assertThat(production.apiKeys()).isNotEmpty();
    assertThat(production.apiKeys().values())
        .allSatisfy(
            caller -> {
              assertThat(caller.sha256()).isEmpty(); // In the Secret.
              assertThat(caller.permissions().orElseThrow().stream().map(Grant::parse))
                  .isNotEmpty();
            });
    assertThat(Settings.of("overlays/dev").mapping(SecurityConfig.class).enabled())
        .isEqualTo("false");
  }

  @Test
  void theTableThatIsVerifiedIsTheOneThatTheTemplateMakes() {
    Map<String, String> production = Settings.of("overlays/prod").properties();

    assertThat(production)
        .containsEntry("postern.table", Template.table().path("TableName").asText());
  }

  @Test
  void productionIsInOneRegionAndAccount() throws IOException {
    for (String file : List.of("aws/iam-policy.json", "overlays/prod/application.properties")) {
      assertThat(Files.readString(Manifests.K8S.resolve(file)).lines())
          .filteredOn(line -> line.contains("arn:aws:"))
          .isNotEmpty()
          .allMatch(line -> line.contains(":" + Manifests.home() + ":"));
    }
  }
}
