package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract's examples work when pressed in Swagger UI, in a real browser: Chromium, from the
 * environment variable {@code CHROMIUM} or {@code /usr/bin/chromium}. Skipped where there is none.
 */
@QuarkusTest
class SwaggerUiTest {
  private static final Path CHROMIUM =
      Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));

  @TestHTTPResource("/q/swagger-ui/")
  URL swaggerUi;

  @TempDir Path profile;

  @Test
  void theExamplesWorkAsTheyStand() {
    assumeTrue(
        Files.isExecutable(CHROMIUM),
        () -> "No Chromium at " + CHROMIUM + ": Swagger UI was not tried in a browser");
    try (Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        BrowserContext browser =
            playwright.chromium().launchPersistentContext(profile, browserOptions())) {
      Page page = browser.newPage();
      page.navigate(swaggerUi.toString());

      assertThat(press(page, "Publish", "publishMessage")).isEqualTo("201");
      assertThat(press(page, "Messages", "lookupMessage")).isEqualTo("200");
      assertThat(press(page, "Destinations", "listDestinations")).isEqualTo("200");
      assertThat(press(page, "Destinations", "getDestination")).isEqualTo("200");
    }
  }

  /** Opens the operation, tries it out as it stands, and tells the status of the answer. */
  private static String press(Page page, String tag, String operationId) {
    Locator operation = page.locator("#operations-%s-%s".formatted(tag, operationId));
    operation.locator(".opblock-summary-control").click();
    button(operation, "Try it out").click();
    button(operation, "Execute").click();
    Locator answer = operation.locator(".live-responses-table tr.response");
    answer.waitFor();
    operation.locator(".live-responses-table").scrollIntoViewIfNeeded();
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of("target", "swagger-ui-%s.png".formatted(operationId))));
    return answer.locator(".response-col_status").innerText().strip();
  }

  private static Locator button(Locator where, String name) {
    return where.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private static BrowserType.LaunchPersistentContextOptions browserOptions() {
    return new BrowserType.LaunchPersistentContextOptions()
        .setExecutablePath(CHROMIUM)
        .setHeadless(true)
        .setViewportSize(1280, 1024)
        .setArgs(
            List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync"));
  }
}
