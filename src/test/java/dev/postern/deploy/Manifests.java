package dev.postern.deploy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Manifests as the model of the Kubernetes API reads them. A kind that is not known here, a field
 * that the kind does not have and one that is given twice are refused; the model itself would keep
 * what it does not know.
 */
final class Manifests {
  static final Path K8S = Path.of("k8s");

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "v1/Namespace", Namespace.class,
          "v1/ServiceAccount", ServiceAccount.class,
          "v1/ConfigMap", ConfigMap.class,
          "v1/Service", Service.class,
          "apps/v1/Deployment", Deployment.class,
          "networking.k8s.io/v1/Ingress", Ingress.class,
          "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
          "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
          "autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class);

  private static final ObjectMapper STRICT =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .annotationIntrospector(new NoRest())
          .build();

  /** There is no rest where a field could go that is unknown. */
  private static final class NoRest extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }

  private final List<HasMetadata> all;

  private Manifests(List<HasMetadata> all) {
    this.all = all;
  }

  /**
   * The manifests in a text, with {@code ---} in between.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static Manifests parse(String text) {
    List<HasMetadata> all = new ArrayList<>();
    try (JsonParser parser = STRICT.createParser(text)) {
      for (JsonNode document : STRICT.readValues(parser, JsonNode.class).readAll()) {
        all.add(read(document));
      }
    } catch (IOException wrong) {
      throw new IllegalArgumentException(wrong.getMessage(), wrong);
    }
    return new Manifests(all);
  }

  private static HasMetadata read(JsonNode document) throws JsonProcessingException {
    String kind = document.path("apiVersion").asText() + "/" + document.path("kind").asText();
    Class<? extends HasMetadata> type = KINDS.get(kind);
    if (type == null) {
      throw new IllegalArgumentException("unknown kind: " + kind);
    }
    return STRICT.treeToValue(document, type);
  }

  static Manifests file(Path path) {
    try {
      return parse(Files.readString(path));
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** What kustomize makes of a directory below {@code k8s}. */
  static Manifests rendered(String directory) {
    return parse(Kustomize.render(K8S.resolve(directory)));
  }

  /** The files that hold manifests or parts of them, which kustomize puts together. */
  static List<Path> files() {
    try (Stream<Path> files = Files.walk(K8S)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.endsWith("kustomization.yaml"))
          .filter(file -> !file.startsWith(K8S.resolve("aws")))
          .filter(file -> !file.startsWith(K8S.resolve("monitoring")))
          .sorted()
          .toList();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** Where production is, {@code region:account}, as its role and its region have it. */
  static String home() {
    String role =
        file(K8S.resolve("overlays/prod/serviceaccount.yaml"))
            .only(ServiceAccount.class)
            .getMetadata()
            .getAnnotations()
            .get("eks.amazonaws.com/role-arn");
    Matcher account = Pattern.compile("arn:aws:iam::(\\d{12}):role/.+").matcher(role);
    if (!account.matches()) {
      throw new IllegalStateException("no role: " + role);
    }
    return file(K8S.resolve("overlays/prod/deployment.yaml"))
            .only(Deployment.class)
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .get(0)
            .getEnv()
            .stream()
            .filter(variable -> variable.getName().equals("AWS_REGION"))
            .map(EnvVar::getValue)
            .findFirst()
            .orElseThrow()
        + ":"
        + account.group(1);
  }

  List<HasMetadata> all() {
    return all;
  }

  <T extends HasMetadata> List<T> all(Class<T> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The only one of its kind. */
  <T extends HasMetadata> T only(Class<T> kind) {
    List<T> found = all(kind);
    if (found.size() != 1) {
      throw new IllegalArgumentException(found.size() + " of kind " + kind.getSimpleName());
    }
    return found.get(0);
  }
}
