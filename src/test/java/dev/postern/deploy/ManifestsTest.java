package dev.postern.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file is one that Kubernetes would take, to the last field. */
class ManifestsTest {
  @ParameterizedTest
  @MethodSource("dev.postern.deploy.Manifests#files")
  void everyFileHasOnlyFieldsThatItsKindHas(Path file) {
    assertThat(Manifests.file(file).all()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "readinessProbe:,         readynessProbe:,                 readynessProbe",
    "failureThreshold: 60,    failuresThreshold: 60,           failuresThreshold",
    "drop:,                   dropped:,                        dropped",
    "minReadySeconds: 10,     minReadySeconds: ten,            ten",
    "kind: Deployment,        kind: Deploiment,                apps/v1/Deploiment",
    "maxSurge: 1,             'maxSurge: 1\n      maxSurge: 2', maxSurge"
  })
  void whatTheKindDoesNotHaveIsRefusedByItsName(String right, String wrong, String named)
      throws IOException {
    String deployment = Files.readString(Manifests.K8S.resolve("base/deployment.yaml"));
    assertThat(deployment).contains(right);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Manifests.parse(deployment.replace(right, wrong)))
        .withMessageContaining(named);
  }
}
