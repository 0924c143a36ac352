package dev.postern.local.aws;

import dev.postern.local.aws.sns.Sns;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Starts the embedded services and prints where they are: a line for a person each, and when all
 * answer the one line that a program waits for:
 *
 * <pre>
 * POSTERN-LOCAL-AWS ready pid=1 parent=2 dynamodb=8000 sqs=9324 sns=9911 dynamodb-proxy=18000 …
 * </pre>
 *
 * <p>Everything is bound to loopback and kept in memory. A port that is taken, or a wrong argument,
 * ends it with one line on standard error and exit code 1.
 */
final class Main {
  private static final long START_SECONDS = 60;

  private Main() {}

  public static void main(String[] arguments) {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    System.setProperty("vertx.disableFileCPResolving", "true");
    System.setProperty("vertx.disableFileCaching", "true");
    try {
      Options options = Options.parse(arguments).settle();
      options.parent().ifPresent(Main::exitWith);
      start(options);
    } catch (PortTaken | IllegalArgumentException refused) {
      System.err.println(refused.getMessage());
      exit(1);
    } catch (Exception | LinkageError problem) {
      problem.printStackTrace();
      exit(1);
    }
  }

  private static void start(Options options) throws Exception {
    Vertx vertx = Vertx.vertx();
    Sqs.start(options.port(Service.SQS));
    DynamoDb.start(options.port(Service.DYNAMODB));
    await(
        Sns.start(
            vertx, options.port(Service.SNS), options.port(Service.SQS), Sqs.REGION, Sqs.ACCOUNT));
    await(Kms.start(vertx, options.port(Service.KMS)));

    new Inboxes(options.port(Service.SQS), options.port(Service.SNS)).open();

    Faults faults = new Faults();
    Calls calls = new Calls();
    Map<Service, Proxy> proxies = new EnumMap<>(Service.class);
    Map.of(
            Service.DYNAMODB, Service.DYNAMODB_PROXY,
            Service.SQS, Service.SQS_PROXY,
            Service.SNS, Service.SNS_PROXY,
            Service.KMS, Service.KMS_PROXY)
        .forEach(
            (service, proxy) ->
                proxies.put(
                    service,
                    new Proxy(
                        vertx,
                        service,
                        options.port(proxy),
                        options.port(service),
                        faults,
                        calls)));
    for (Proxy proxy : proxies.values()) {
      await(proxy.open());
    }
    String ready = readyLine(options);
    Control control = new Control(ready, faults, calls, proxies);
    await(control.open(vertx, options.port(Service.CONTROL)));

    for (Service service : Service.values()) {
      System.out.printf("%-14s  http://localhost:%d%n", service.title, options.port(service));
    }
    System.out.println(ready);
    System.out.flush();
  }

  private static String readyLine(Options options) {
    String ports =
        options.ports().entrySet().stream()
            .map(port -> port.getKey().key + "=" + port.getValue())
            .collect(Collectors.joining(" "));
    return "POSTERN-LOCAL-AWS ready pid="
        + ProcessHandle.current().pid()
        + " parent="
        + options.parent().map(ProcessHandle::pid).orElse(0L)
        + " "
        + ports;
  }

  private static void await(Future<Void> future) throws Exception {
    future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it ends in an exit
  private static void exitWith(ProcessHandle parent) {
    parent.onExit().thenRun(() -> exit(0));
  }

  private static void exit(int code) {
    System.out.flush();
    Runtime.getRuntime().halt(code);
  }
}
