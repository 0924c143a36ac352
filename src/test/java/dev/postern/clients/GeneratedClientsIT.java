package dev.postern.clients;

import static dev.postern.clients.Tools.CLIENTS;
import static dev.postern.clients.Tools.SOURCES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Command;
import dev.postern.testing.Ready;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The clients that OpenAPI Generator makes from the contract can publish one message, a batch and
 * an event, are told of their mistakes, and find what they published.
 */
@QuarkusIntegrationTest
@TestProfile(ForClients.class)
@Timeout(900)
class GeneratedClientsIT {
  private static final String WALKED_THROUGH = "walked through\n";

  @TestHTTPResource("/")
  String gateway;

  @BeforeEach
  void theGatewayIsReady() {
    Ready.await();
  }

  @Test
  void theJavaClientWalksThrough() {
    String said = Command.of(Tools.java(), "-cp", classPath(), "WalkThrough", base()).succeeds();

    assertThat(said).isEqualTo(WALKED_THROUGH);
  }

  @Test
  @Tag("npm")
  void theTypeScriptClientWalksThrough() {
    // Given the walk-through, compiled beside the client
    Path programs = Tools.npm();
    Path typescript = CLIENTS.resolve("typescript");
    for (String file : List.of("walk-through.ts", "tsconfig.json")) {
      Tools.copy(SOURCES.resolve("typescript").resolve(file), typescript.resolve(file));
    }
    Command.of(programs.resolve("tsc").toString(), "--project", "typescript")
        .in(CLIENTS)
        .succeeds();

    String said = Command.of("node", "compiled/walk-through.js", base()).in(typescript).succeeds();

    assertThat(said).isEqualTo(WALKED_THROUGH);
  }

  @Test
  @Tag("pip")
  void thePythonClientWalksThrough() {
    String said =
        Command.of(Tools.python().toString(), "walk_through.py", base())
            .in(SOURCES.resolve("python"))
            .with("PYTHONPATH", CLIENTS.resolve(Path.of("python", "generated")).toString())
            .succeeds();

    assertThat(said).isEqualTo(WALKED_THROUGH);
  }

  private String base() {
    return gateway.replaceAll("/$", "");
  }

  /** The client, and of the tests' class path only what such a client needs. */
  private static String classPath() {
    String needed =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(System.getProperty("java.class.path"))
            .filter(it -> it.matches(".*/jackson-(annotations|core|databind|datatype-jsr310)-.*"))
            .collect(Collectors.joining(File.pathSeparator));
    return CLIENTS.resolve(Path.of("java", "classes")) + File.pathSeparator + needed;
  }
}
