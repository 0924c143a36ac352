package dev.postern.deploy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Ready;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.smallrye.config.WithDefault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Kubernetes asks for is what the application serves. */
@QuarkusTest
@Timeout(60)
class ProbesTest {
  private static final Container POSTERN =
      Manifests.file(Manifests.K8S.resolve("base/deployment.yaml"))
          .only(Deployment.class)
          .getSpec()
          .getTemplate()
          .getSpec()
          .getContainers()
          .get(0);

  static Stream<HTTPGetAction> probes() {
    return Stream.of(
            POSTERN.getStartupProbe(), POSTERN.getLivenessProbe(), POSTERN.getReadinessProbe())
        .map(Probe::getHttpGet);
  }

  @BeforeEach
  void ready() {
    Ready.await();
  }

  @ParameterizedTest
  @MethodSource("probes")
  void everyProbeFindsAnAnswerOfItsOwn(HTTPGetAction probe) {
    given().get(probe.getPath()).then().statusCode(200);
    assertThat(probe.getPort().getStrVal()).isEqualTo(POSTERN.getPorts().get(0).getName());
  }

  @Test
  void eachProbeAsksForSomethingElse() {
    assertThat(probes().map(HTTPGetAction::getPath))
        .containsExactly("/q/health/started", "/q/health/live", "/q/health/ready");
  }

  /** Tests themselves run on a free port. */
  @Test
  void thePortIsTheOneThatTheApplicationOpensWhereNothingIsSaid() throws Exception {
    WithDefault port = VertxHttpConfig.class.getMethod("port").getAnnotation(WithDefault.class);

    assertThat(POSTERN.getPorts().get(0).getContainerPort())
        .isEqualTo(Integer.parseInt(port.value()));
    assertThat(Files.readString(Path.of("src/main/resources/application.properties")))
        .doesNotContain("quarkus.http.port", "quarkus.management.enabled");
  }

  @Test
  void theIngressLeadsToTheInterfaceAndToNothingElse() {
    assertThat(
            Manifests.file(Manifests.K8S.resolve("base/ingress.yaml"))
                .only(Ingress.class)
                .getSpec()
                .getRules())
        .flatExtracting(rule -> rule.getHttp().getPaths())
        .singleElement()
        .satisfies(path -> given().get(path.getPath() + "/destinations").then().statusCode(200));
  }
}
