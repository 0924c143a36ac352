package dev.postern.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What kustomize puts together fits together; skipped where there is no kustomize. */
class RenderedTest {
  private static PodSpec pod(Manifests manifests) {
    return manifests.only(Deployment.class).getSpec().getTemplate().getSpec();
  }

  private static Stream<Container> containers(Manifests manifests) {
    PodSpec pod = pod(manifests);
    return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream());
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/dev", "overlays/prod"})
  void allIsReadByTheModelInOneNamespace(String directory) {
    Manifests rendered = Manifests.rendered(directory);

    assertThat(rendered.all())
        .isNotEmpty()
        .allSatisfy(
            each ->
                assertThat(each.getMetadata().getNamespace())
                    .isEqualTo(each.getKind().equals("Namespace") ? null : "postern"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/dev", "overlays/prod"})
  void everySelectorMeansThePodsOfTheDeployment(String directory) {
    Manifests rendered = Manifests.rendered(directory);
    Deployment deployment = rendered.only(Deployment.class);
    Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();

    Stream<Map<String, String>> selectors =
        Stream.of(
                Stream.of(deployment.getSpec().getSelector().getMatchLabels()),
                Stream.of(rendered.only(Service.class).getSpec().getSelector()),
                rendered.all(NetworkPolicy.class).stream()
                    .map(each -> each.getSpec().getPodSelector().getMatchLabels()),
                rendered.all(PodDisruptionBudget.class).stream()
                    .map(each -> each.getSpec().getSelector().getMatchLabels()),
                pod(rendered).getTopologySpreadConstraints().stream()
                    .map(each -> each.getLabelSelector().getMatchLabels()))
            .flatMap(each -> each);

    assertThat(selectors)
        .hasSizeGreaterThanOrEqualTo(5)
        .allSatisfy(selector -> assertThat(labels.entrySet()).containsAll(selector.entrySet()))
        .noneMatch(Map::isEmpty);
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/dev", "overlays/prod"})
  void whatIsNamedIsThere(String directory) {
    Manifests rendered = Manifests.rendered(directory);
    PodSpec pod = pod(rendered);

    assertThat(pod.getServiceAccountName())
        .isEqualTo(rendered.only(ServiceAccount.class).getMetadata().getName());
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getConfigMap() != null)
        .extracting(volume -> volume.getConfigMap().getName())
        .containsExactly(rendered.only(ConfigMap.class).getMetadata().getName());
    assertThat(containers(rendered))
        .flatExtracting(Container::getVolumeMounts)
        .allSatisfy(
            mount ->
                assertThat(pod.getVolumes()).extracting(Volume::getName).contains(mount.getName()));
    Service service = rendered.only(Service.class);
    assertThat(rendered.all(HorizontalPodAutoscaler.class))
        .allSatisfy(
            scaler ->
                assertThat(scaler.getSpec().getScaleTargetRef().getName())
                    .isEqualTo(rendered.only(Deployment.class).getMetadata().getName()));
    assertThat(rendered.all(Ingress.class))
        .flatExtracting(ingress -> ingress.getSpec().getRules())
        .flatExtracting(rule -> rule.getHttp().getPaths())
        .allSatisfy(
            path -> {
              assertThat(path.getBackend().getService().getName())
                  .isEqualTo(service.getMetadata().getName());
              assertThat(path.getBackend().getService().getPort().getName())
                  .isEqualTo(service.getSpec().getPorts().get(0).getName());
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlays/dev", "overlays/prod"})
  void theConfigurationIsThatOfTheOverlay(String directory) throws IOException {
    assertThat(Manifests.rendered(directory).only(ConfigMap.class).getData())
        .containsExactlyEntriesOf(
            Map.of(
                "application.properties",
                Files.readString(
                    Manifests.K8S.resolve(directory).resolve("application.properties"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/dev", "overlays/prod"})
  void everyImageHasAVersionAndNoRegistryOfItsOwn(String directory) {
    assertThat(containers(Manifests.rendered(directory)))
        .extracting(Container::getImage)
        .allMatch(image -> image.matches("postern/[a-z-]+:[a-z0-9][a-z0-9.-]*"))
        .noneMatch(image -> image.endsWith(":latest"));
  }

  @Test
  void productionKeepsReplicasThroughRolloutsAndDrains() {
    Manifests rendered = Manifests.rendered("overlays/prod");
    Deployment deployment = rendered.only(Deployment.class);
    int least = rendered.only(HorizontalPodAutoscaler.class).getSpec().getMinReplicas();

    assertThat(deployment.getSpec().getReplicas()).isNull();
    assertThat(deployment.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable().getValue())
        .isEqualTo(0);
    assertThat(rendered.only(PodDisruptionBudget.class).getSpec().getMaxUnavailable().getIntVal())
        .isLessThan(least);
  }

  @Test
  void developmentIsOnePodThatNothingScales() {
    Manifests rendered = Manifests.rendered("overlays/dev");

    assertThat(rendered.only(Deployment.class).getSpec().getReplicas()).isEqualTo(1);
    assertThat(rendered.all())
        .extracting(HasMetadata::getKind)
        .doesNotContain("HorizontalPodAutoscaler", "PodDisruptionBudget", "Ingress");
    assertThat(pod(rendered).getInitContainers())
        .extracting(Container::getName, Container::getRestartPolicy)
        .containsExactly(tuple("local-aws", "Always"));
  }

  /** Traffic comes from callers, scrapers and the load balancer; it goes to DNS and by HTTPS. */
  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/dev", "overlays/prod"})
  void nobodyIsLetInOrOutByDefault(String directory) {
    var policy = Manifests.rendered(directory).only(NetworkPolicy.class).getSpec();

    assertThat(policy.getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
    assertThat(policy.getIngress())
        .isNotEmpty()
        .allSatisfy(
            rule -> {
              assertThat(rule.getFrom()).isNotEmpty();
              assertThat(rule.getPorts())
                  .extracting(port -> port.getPort().getStrVal())
                  .containsExactly("http");
            });
    assertThat(policy.getEgress())
        .flatExtracting(rule -> rule.getPorts())
        .extracting(port -> port.getPort().getIntVal())
        .containsOnly(53, 443);
  }
}
