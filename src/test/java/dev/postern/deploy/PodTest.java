package dev.postern.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.publish.PublishConfig;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pod is given what the process in it needs, and nothing beyond. */
class PodTest {
  private static final Path DOCKER = Path.of("src/main/docker");
  private static final PodSpec POD = pod("base");

  private static PodSpec pod(String directory) {
    return Manifests.file(Manifests.K8S.resolve(directory).resolve("deployment.yaml"))
        .only(Deployment.class)
        .getSpec()
        .getTemplate()
        .getSpec();
  }

  private static Container postern() {
    return POD.getContainers().stream()
        .filter(each -> each.getName().equals("postern"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void itRunsAsNobodyInParticular() {
    assertThat(POD.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(POD.getSecurityContext().getRunAsUser()).isPositive();
    assertThat(POD.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(POD.getAutomountServiceAccountToken()).isFalse();
  }

  @Test
  void noContainerCanGainRightsOrChangeItsFiles() {
    List<SecurityContext> contexts =
        Stream.concat(
                POD.getContainers().stream(), pod("overlays/dev").getInitContainers().stream())
            .map(Container::getSecurityContext)
            .toList();

    assertThat(contexts)
        .hasSize(2)
        .allSatisfy(
            context -> {
              assertThat(context.getAllowPrivilegeEscalation()).isFalse();
              assertThat(context.getReadOnlyRootFilesystem()).isTrue();
              assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
              assertThat(context.getCapabilities().getAdd()).isEmpty();
            });
  }

  /** The steps of an end, at their longest, one after the other; see k8s/README.md. */
  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/dev", "overlays/prod"})
  void theGracePeriodIsLongerThanAnEndTakes(String directory) throws ReflectiveOperationException {
    Duration preStop =
        Duration.ofSeconds(postern().getLifecycle().getPreStop().getSleep().getSeconds());
    Duration unready = Settings.of(directory).duration("quarkus.shutdown.delay");
    Duration requests = Settings.of(directory).duration("quarkus.shutdown.timeout");
    Duration messages = finishWithin();
    Duration leaving = Duration.ofSeconds(1 + 5);
    Duration end = preStop.plus(unready).plus(requests).plus(messages).plus(leaving);

    assertThat(Duration.ofSeconds(POD.getTerminationGracePeriodSeconds()))
        .isGreaterThan(end.plusSeconds(5));
  }

  private static Duration finishWithin() throws ReflectiveOperationException {
    var field = Class.forName("dev.postern.replica.Lifecycle").getDeclaredField("FINISH_WITHIN");
    field.setAccessible(true);
    return (Duration) field.get(null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/dev", "overlays/prod"})
  void aRequestThatMayWaitIsAnsweredBeforeTheServerEnds(String directory) {
    Settings settings = Settings.of(directory);

    assertThat(settings.duration("quarkus.shutdown.timeout"))
        .isGreaterThanOrEqualTo(settings.mapping(PublishConfig.class).maxWait().plusSeconds(5));
  }

  /** Reckoned as k8s/README.md says: what is under way stands on the heap up to four times. */
  @ParameterizedTest
  @ValueSource(strings = {"overlays/dev", "overlays/prod"})
  void theHeapHoldsWhatMayBeUnderWayAtAllDestinations(String directory) {
    Settings settings = Settings.of(directory);
    Map<String, Quantity> limits = postern().getResources().getLimits();
    long memory = Quantity.getAmountInBytes(limits.get("memory")).longValueExact();

    long underWay =
        settings.destinations().all().size()
            * settings.mapping(PublishConfig.class).queueBytes().asLongValue();

    assertThat(4 * underWay).isLessThanOrEqualTo(memory * heapPercentage() / 100);
    assertThat(postern().getResources().getRequests())
        .containsEntry("memory", limits.get("memory"));
  }

  private static int heapPercentage() {
    String options =
        postern().getEnv().stream()
            .filter(each -> each.getName().equals("JAVA_TOOL_OPTIONS"))
            .map(EnvVar::getValue)
            .findFirst()
            .orElseThrow();
    Matcher matcher = Pattern.compile("-XX:MaxRAMPercentage=(\\d+)").matcher(options);
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  @Test
  void itsOneTokenOfAwsIsThatOfItsRole() {
    assertThat(
            Manifests.file(Manifests.K8S.resolve("overlays/prod/serviceaccount.yaml"))
                .all()
                .get(0)
                .getMetadata()
                .getAnnotations())
        .containsKey("eks.amazonaws.com/role-arn");
    assertThat(POD.getServiceAccountName()).isEqualTo("postern");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native-micro"})
  void theImagesLookForTheConfigurationWhereItIsMounted(String file) throws IOException {
    String dockerfile = Files.readString(DOCKER.resolve(file));
    String mounted =
        postern().getVolumeMounts().stream()
            .filter(mount -> mount.getName().equals("config"))
            .map(VolumeMount::getMountPath)
            .findFirst()
            .orElseThrow();

    assertThat(Path.of(mounted)).hasFileName("config");
    assertThat(dockerfile)
        .contains("\nWORKDIR " + Path.of(mounted).getParent() + "\n")
        .contains("\nUSER " + POD.getSecurityContext().getRunAsUser() + "\n")
        .contains("\nEXPOSE " + postern().getPorts().get(0).getContainerPort() + "\n");
  }

  @Test
  void jibMakesTheImageThatTheDockerfileMakes() throws IOException {
    String dockerfile = Files.readString(DOCKER.resolve("Dockerfile.jvm"));
    Map<String, String> build;
    try (Reader text =
        Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
      build = Settings.properties(text);
    }

    assertThat(dockerfile)
        .contains("\nARG JRE_IMAGE=" + build.get("quarkus.jib.base-jvm-image") + "\n")
        .contains("\nWORKDIR " + build.get("quarkus.jib.working-directory") + "\n")
        .contains("\nUSER " + build.get("quarkus.jib.user") + "\n");
    assertThat(postern().getImage())
        .isEqualTo(
            build.get("quarkus.container-image.group")
                + "/"
                + build.get("quarkus.container-image.name"));
  }
}
