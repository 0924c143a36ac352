package dev.postern.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * The rules of the house, for the rooms below a root package.
 *
 * <p>The root is a parameter so that the same rules can be tried on classes that break them.
 */
public record HouseRules(String root) {
  /** What each room may know; a room that is not a key may know every other. */
  static final Map<String, List<String>> MAY_KNOW =
      Map.ofEntries(
          Map.entry("message", List.of()),
          Map.entry("flow", List.of()),
          // The words of the log, below whoever writes into it.
          Map.entry("log", List.of()),
          Map.entry("destination", List.of("message")),
          Map.entry("ledger", List.of("flow", "message", "destination")),
          Map.entry("broker", List.of("log", "flow", "message", "destination")),
          Map.entry("lane", List.of("broker", "ledger", "log", "flow", "destination", "message")),
          Map.entry(
              "publish", List.of("ledger", "broker", "lane", "flow", "destination", "message")),
          Map.entry(
              "replica",
              List.of(
                  "publish", "lane", "ledger", "broker", "log", "flow", "destination", "message")),
          Map.entry(
              "subscription", List.of("ledger", "broker", "log", "flow", "destination", "message")),
          Map.entry("order", List.of("ledger", "subscription", "flow", "message")),
          Map.entry("webhook", List.of("subscription", "flow", "message")),
          Map.entry(
              "aws",
              List.of(
                  "ledger",
                  "lane",
                  "broker",
                  "subscription",
                  "order",
                  "log",
                  "flow",
                  "destination",
                  "message")),
          Map.entry(
              "api",
              List.of("publish", "lane", "subscription", "order", "log", "destination", "message")),
          // What api answers, the words that it answers in, and the time at which a session ends.
          Map.entry("console", List.of("api", "subscription", "flow", "message")),
          Map.entry("local", List.of()));

  /** Rooms that watch over the others, and may know them all. */
  private static final List<String> OVERSEERS = List.of("security", "observe");

  /** Which libraries a room may know, where it may not know all. */
  static final Map<String, List<String>> LIBRARIES =
      Map.of(
          "message", List.of(),
          "flow", List.of(),
          "log",
              List.of(
                  "org.jboss.logmanager..",
                  "org.eclipse.microprofile.config..",
                  "com.google.errorprone.annotations.."),
          "destination",
              List.of(
                  "jakarta.inject..",
                  "jakarta.enterprise..",
                  "io.smallrye.config..",
                  "org.eclipse.microprofile.config..",
                  "io.quarkus.runtime.configuration..",
                  "org.erdtman.jcs.."),
          "local",
              List.of(
                  "jakarta.inject..",
                  "jakarta.enterprise..",
                  "io.smallrye.config..",
                  "org.eclipse.microprofile.config..",
                  "io.quarkus.runtime..",
                  "io.quarkus.arc.profile..",
                  "org.jboss.logging..",
                  "jakarta.annotation.."));

  /** All others write by the words of {@code log}; {@code local} for the eyes of who develops. */
  private static final List<String> KNOW_LOGGING = List.of("log", "local");

  private static final String[] LOGGING = {
    "org.jboss.logging..", "org.jboss.logmanager..", "java.util.logging..", "io.quarkus.logging.."
  };

  private static final List<String> KNOW_HTTP = List.of("api", "security", "observe", "console");

  private static final String[] HTTP = {
    "jakarta.ws.rs..", "io.vertx..", "org.jboss.resteasy..", "io.quarkus.vertx.."
  };

  /** Knows HTTP that goes out, which Vert.x has in the same packages as what comes in. */
  private static final String CALLS_OUT = "webhook";

  private static final String[] OUTGOING = {
    "io.vertx.core", "io.vertx.core.buffer..", "io.vertx.core.http", "io.vertx.core.net"
  };

  private static final String SERVES =
      "io\\.vertx\\.core\\.(?:http\\.(?:HttpServer|ServerWebSocket|Cookie)|net\\.NetServer).*";

  /** Where time, randomness and threads come from; everywhere else they are handed in. */
  static final List<String> WIRING = List.of("replica", "local");

  private static final String[] EMPTY_WORDS = {"util", "common", "helper", "manager", "impl"};

  /** Every rule by a name of its own. */
  public Map<String, ArchRule> byName() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    MAY_KNOW.forEach((room, known) -> rules.put("room " + room, room(room, known)));
    LIBRARIES.forEach((room, known) -> rules.put("libraries of " + room, libraries(room, known)));
    rules.put("incoming HTTP", http());
    rules.put("outgoing HTTP", outgoing());
    rules.put("AWS SDK", onlyIn("aws", "software.amazon.awssdk.."));
    rules.put("OpenTelemetry", onlyIn("observe", "io.opentelemetry.."));
    rules.put("logging", logging());
    rules.put("no cycles", slices().matching(root + ".(*)..").should().beFreeOfCycles());
    rules.put("known rooms", knownRooms());
    rules.put("package names", packageNames());
    rules.put("class names", classNames());
    rules.put("passed in", passedIn());
    rules.replaceAll((name, rule) -> rule.as(name).allowEmptyShould(true));
    return rules;
  }

  private String in(String room) {
    return root + "." + room + "..";
  }

  private String[] in(List<String> rooms) {
    return rooms.stream().map(this::in).toArray(String[]::new);
  }

  private ArchRule room(String room, List<String> known) {
    return noClasses()
        .that()
        .resideInAPackage(in(room))
        .should()
        .dependOnClassesThat(
            resideInAPackage(root + "..")
                .and(not(resideInAPackage(in(room))))
                .and(not(resideInAnyPackage(in(known)))));
  }

  private ArchRule libraries(String room, List<String> known) {
    String[] allowed =
        Stream.concat(Stream.of("java..", root + ".."), known.stream()).toArray(String[]::new);
    DescribedPredicate<JavaClass> primitive = describe("a primitive", HouseRules::isPrimitive);
    return classes()
        .that()
        .resideInAPackage(in(room))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed).or(primitive));
  }

  private static boolean isPrimitive(JavaClass type) {
    return type.getBaseComponentType().isPrimitive();
  }

  private ArchRule http() {
    return noClasses()
        .that(
            resideInAPackage(root + "..")
                .and(not(resideInAnyPackage(in(KNOW_HTTP))))
                .and(not(resideInAPackage(in(CALLS_OUT)))))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(HTTP);
  }

  private ArchRule outgoing() {
    DescribedPredicate<JavaClass> client =
        resideInAnyPackage(OUTGOING).and(not(nameMatching(SERVES)));
    return noClasses()
        .that()
        .resideInAPackage(in(CALLS_OUT))
        .should()
        .dependOnClassesThat(resideInAnyPackage(HTTP).and(not(client)));
  }

  private ArchRule onlyIn(String room, String library) {
    return noClasses()
        .that(resideInAPackage(root + "..").and(not(resideInAPackage(in(room)))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private ArchRule logging() {
    return noClasses()
        .that(resideInAPackage(root + "..").and(not(resideInAnyPackage(in(KNOW_LOGGING)))))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(LOGGING);
  }

  private ArchRule knownRooms() {
    Set<String> rooms = new TreeSet<>(MAY_KNOW.keySet());
    rooms.addAll(OVERSEERS);
    return classes()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .resideInAnyPackage(rooms.stream().map(this::in).toArray(String[]::new));
  }

  private ArchRule packageNames() {
    return noClasses()
        .should()
        .resideInAnyPackage(
            Arrays.stream(EMPTY_WORDS)
                .map(word -> root + ".." + word + "..")
                .toArray(String[]::new));
  }

  private ArchRule classNames() {
    return noClasses().should().haveNameMatching(".*(Utils?|Common|Helper|Manager|Impl)");
  }

  private ArchRule passedIn() {
    return noClasses()
        .that(resideInAPackage(root + "..").and(not(resideInAnyPackage(in(WIRING)))))
        .should()
        .accessTargetWhere(
            describe("time, randomness or threads are taken", HouseRules::takesFromTheJdk));
  }

  private static boolean takesFromTheJdk(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getFullName();
    String name = access.getTarget().getName();
    return switch (owner) {
      case "java.lang.Thread", "java.util.concurrent.TimeUnit" -> name.equals("sleep");
      case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
      case "java.lang.Math" -> name.equals("random");
      case "java.util.Random" -> name.equals("<init>");
      case "java.util.UUID" -> name.equals("randomUUID");
      case "java.util.concurrent.ThreadLocalRandom" -> name.equals("current");
      case "java.time.Clock" -> name.startsWith("system");
      case "java.util.concurrent.CompletableFuture" -> needsOwnThread(name, access);
      default -> owner.startsWith("java.time.") && name.equals("now") && !has(access, "Clock");
    };
  }

  /** Async stages without an executor run on a pool of the JDK's, timeouts on a timer of its. */
  private static boolean needsOwnThread(String name, JavaAccess<?> access) {
    return name.equals("orTimeout")
        || name.equals("completeOnTimeout")
        || name.equals("delayedExecutor")
        || (name.endsWith("Async") && !has(access, Executor.class.getSimpleName()));
  }

  private static boolean has(JavaAccess<?> access, String parameter) {
    return access
        .getTarget()
        .getFullName()
        .replaceFirst("^[^(]*", "")
        .matches(".*\\." + parameter + "[,)].*");
  }
}
