package dev.postern.bench.harness;

import dev.postern.bench.load.Target;
import dev.postern.bench.process.Aws;
import dev.postern.bench.process.Pinning;
import dev.postern.bench.process.Ports;
import dev.postern.bench.process.Program;
import dev.postern.bench.process.Stub;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A system that is measured: how it is started and where it leaves what it publishes.
 *
 * @param name also its access key
 * @param port of HTTP
 * @param jar in the build's directory
 * @param properties its own
 * @param records hash keys of what it writes for each message begin so; empty: all of its table
 */
record Gateway(
    String name, int port, String jar, Map<String, String> properties, List<String> records) {

  /** The same heap and collector for all: what a JVM takes where it has one processor. */
  private static final List<String> JVM =
      List.of("java", "-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");

  static final Gateway POSTERN =
      new Gateway(
          "postern",
          Ports.at(1),
          "quarkus-app/quarkus-run.jar",
          Map.of(
              "postern.security.enabled", "false",
              "postern.provision", "create",
              "postern.destinations.fifo.sqs-queue", "postern.fifo",
              "postern.destinations.standard.sqs-queue", "postern-standard",
              "postern.destinations.topic.sns-topic", "postern-topic.fifo"),
          List.of("rec#", "jrn#"));

  static final Gateway NAIVE =
      new Gateway(
          "naive", Ports.at(2), "bench/naive/quarkus-app/quarkus-run.jar", Map.of(), List.of(""));

  static final Gateway CAMEL =
      new Gateway("camel", Ports.at(3), "bench/camel/camel.jar", Map.of(), List.of(""));

  static final Gateway DIRECT =
      new Gateway("direct", Ports.at(4), "bench/direct/direct.jar", Map.of(), List.of());

  static final Gateway SPRING =
      new Gateway("spring", Ports.at(5), "bench/spring/spring.jar", Map.of(), List.of(""));

  /** The floor by the SDK's other HTTP clients, run where they are asked for only. */
  private static final List<Gateway> DIRECT_BY_CLIENT =
      List.of(directBy("netty-shared", 12), directBy("crt", 13), directBy("url-connection", 14));

  private static Gateway directBy(String client, int place) {
    return new Gateway(
        DIRECT.name + "-" + client,
        Ports.at(place),
        DIRECT.jar,
        Map.of("bench.client", client),
        List.of());
  }

  /** In the order of each round. */
  static final List<Gateway> ALL = List.of(POSTERN, NAIVE, CAMEL, SPRING, DIRECT);

  static Gateway named(String name) {
    return Stream.concat(ALL.stream(), DIRECT_BY_CLIENT.stream())
        .filter(gateway -> gateway.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no system " + name));
  }

  /** Starts it; it may not be ready yet. */
  Program start(Path target, Aws aws) throws IOException {
    List<String> command = new ArrayList<>(Pinning.gateway());
    command.addAll(JVM);
    (isQuarkus() ? quarkusProperties(aws) : plainProperties(aws))
        .forEach((property, value) -> command.add("-D" + property + "=" + value));
    command.add("-jar");
    command.add(target.resolve(jar).toString());
    return Program.start(name, command, target.resolve("bench/logs"));
  }

  private boolean isQuarkus() {
    return jar.endsWith("quarkus-run.jar");
  }

  /** They know one endpoint, for all services. */
  private Map<String, String> plainProperties(Aws aws) {
    Map<String, String> all = new TreeMap<>(properties);
    all.put("bench.port", Integer.toString(port));
    all.put("bench.aws", aws.endpoint("sqs").toString());
    all.put("bench.key", name);
    return all;
  }

  private Map<String, String> quarkusProperties(Aws aws) {
    Map<String, String> all = new TreeMap<>(properties);
    all.put("quarkus.http.port", Integer.toString(port));
    all.put("quarkus.http.host", "127.0.0.1");
    for (String service : List.of("dynamodb", "sqs", "sns")) {
      String prefix = "quarkus." + service + ".";
      String credentials = prefix + "aws.credentials.";
      all.put(prefix + "endpoint-override", aws.endpoint(service).toString());
      all.put(prefix + "aws.region", "us-east-1");
      all.put(credentials + "type", "static");
      all.put(credentials + "static-provider.access-key-id", name);
      all.put(credentials + "static-provider.secret-access-key", "secret");
    }
    return all;
  }

  /** Another process of the same. */
  Gateway at(int otherPort) {
    return new Gateway(name, otherPort, jar, properties, records);
  }

  URI ready() {
    return URI.create("http://127.0.0.1:" + port + "/q/health/ready");
  }

  /** The queue or topic that it publishes to. */
  String queue(Target target) {
    return switch (target) {
      case FIFO_QUEUE -> name + ".fifo";
      case STANDARD_QUEUE -> name + "-standard";
      case FIFO_TOPIC -> name + "-topic.fifo";
    };
  }

  /** Whether nothing waits to be published later. */
  boolean hasNoBacklog(Aws aws) throws IOException, InterruptedException {
    return !equals(POSTERN) || aws.indexed(name) == 0;
  }

  /** Forgets what a run left, but what is still needed where something waits to be published. */
  void clear(Stub stub, Target target) throws IOException, InterruptedException {
    stub.clearQueue(queue(target));
    if (!hasNoBacklog(stub)) {
      return;
    }
    for (String prefix : records) {
      stub.clearTable(name, prefix);
    }
  }
}
