package dev.postern.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.postern.testing.Chromium;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The console can be used by everyone, in a real browser. Skipped where there is none. What it
 * looks like lies in {@code target/console-screenshots} afterwards.
 */
@QuarkusTest
@Timeout(300)
class ConsoleBrowserTest {
  private static final Path SCREENSHOTS = Path.of("target", "console-screenshots");
  private static final int WIDE = 1280;
  private static final int NARROW = 390;

  private static Chromium chromium;

  @TestHTTPResource("/")
  URL root;

  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void startTheBrowser() {
    chromium = Chromium.start("the console");
  }

  @AfterAll
  static void endTheBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void complainAboutNothingYet() {
    complaints.clear();
  }

  @AfterEach
  void theBrowserRefusedNothing() {
    assertThat(complaints).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void noPageShutsAnyoneOut(ColorScheme scheme) {
    Given.Blocked blocked = Given.blockedGroup("orders");
    Map<String, String> pages = pages(blocked);
    try (BrowserContext context = context(scheme, WIDE)) {
      Page page = page(context);
      Map<String, String> violations = new LinkedHashMap<>();
      pages.forEach(
          (name, path) -> {
            open(page, path);
            AxeResults found = new AxeBuilder(page).analyze();
            found
                .getViolations()
                .forEach(
                    rule -> violations.put(name + " " + rule.getId(), rule.getNodes().toString()));
            picture(page, name, scheme, WIDE);
          });
      assertThat(violations).isEmpty();
    }
    try (BrowserContext context = context(scheme, NARROW)) {
      Page page = page(context);
      pages.forEach(
          (name, path) -> {
            open(page, path);
            picture(page, name, scheme, NARROW);
            assertThat(
                    (Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as(name + " fits a narrow window")
                .isTrue();
          });
    }
    Given.skip("orders", blocked);
  }

  /** Each page by a name, and something on it. */
  private static Map<String, String> pages(Given.Blocked blocked) {
    Given.Published published = Given.published("orders");
    String dead = Given.deadLetter("events");
    String group = "/console/destinations/orders/groups/" + blocked.ref();
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("overview", "/console");
    pages.put("destination", "/console/destinations/orders");
    pages.put("group", group);
    pages.put("skip", group + "/skip");
    pages.put("dead-letters", "/console/destinations/events/dead-letters");
    pages.put("redrive", "/console/destinations/events/dead-letters/redrive");
    pages.put("messages", "/console/messages");
    pages.put("published-message", "/console/messages/" + published.id());
    pages.put("dead-message", "/console/messages/" + dead);
    pages.put("subscriptions", "/console/subscriptions");
    pages.put("subscription", "/console/subscriptions/balances");
    pages.put("subscription-dead-letters", "/console/subscriptions/balances/dead-letters");
    pages.put("problem", "/console/destinations/nowhere");
    pages.put("sign-in", "/console/sign-in");
    return pages;
  }

  @Test
  void theKeyboardIsEnoughToSkipWhatBlocksAGroup() {
    Given.Blocked blocked = Given.blockedGroup("orders");
    try (BrowserContext context = context(ColorScheme.LIGHT, WIDE)) {
      Page page = page(context);
      open(page, "/console/destinations/orders/groups/" + blocked.ref());

      // The first stop leads past the navigation
      page.keyboard().press("Tab");
      assertThat(focused(page)).isEqualTo("Skip to the content");
      page.keyboard().press("Enter");
      assertThat(page.evaluate("document.activeElement.id")).isEqualTo("main");

      tabTo(page, "Skip its first message…");
      page.keyboard().press("Enter");
      page.waitForURL(url -> url.endsWith("/skip"));
      tabTo(page, "Skip the message");
      page.keyboard().press("Enter");
      page.waitForURL(url -> url.endsWith("?done=skipped"));

      Locator status = page.getByRole(AriaRole.STATUS);
      assertThat(status.innerText()).contains("The message was skipped");
    }
  }

  @Test
  void theNumbersStayFreshAndCanBeStopped() {
    try (BrowserContext context = context(ColorScheme.LIGHT, WIDE)) {
      Page page = page(context);
      page.route(
          "**/console/series.json",
          route ->
              route.fulfill(
                  new Route.FulfillOptions()
                      .setContentType("application/json")
                      .setBody(
                          """
                          {"all":{"draw":{"rate":7,"backlog":3},"say":{"rate":"7.0"}},
                           "destinations":{"orders":{"draw":{},"say":
                             {"rate":"4.2","breaker":"open","blocked":"1"}}}}
                          """)));
      open(page, "/console");

      Locator rate = page.locator("td[data-live='orders:rate']");
      page.waitForCondition(() -> rate.innerText().equals("4.2"));
      Locator breaker = page.locator("[data-live='orders:breaker']");
      assertThat(breaker.innerText()).isEqualTo("open");
      assertThat(breaker.getAttribute("data-state")).isEqualTo("open");
      assertThat(page.locator(".plot canvas").count()).isEqualTo(3);

      page.getByText("Pause", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(page.locator("[data-pause]").innerText()).isEqualTo("Go on");
    }
  }

  @Test
  void whoWantsNoMotionStartsTheChartsThemself() {
    try (BrowserContext context =
        chromium
            .browser()
            .newContext(new Browser.NewContextOptions().setReducedMotion(ReducedMotion.REDUCE))) {
      Page page = page(context);
      open(page, "/console");

      assertThat(page.locator("[data-pause]").innerText()).isEqualTo("Go on");
    }
  }

  @Test
  void withoutItsScriptThePageTellsTheSame() {
    try (BrowserContext context =
        chromium
            .browser()
            .newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
      Page page = page(context);
      open(page, "/console/destinations/orders");

      assertThat(page.locator(".charts").isVisible()).isFalse();
      assertThat(page.locator("table.facts").first().innerText())
          .contains("Published a second", "99 % of the calls within", "Messages that wait");
    }
  }

  private static BrowserContext context(ColorScheme scheme, int width) {
    return chromium
        .browser()
        .newContext(
            new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, 900));
  }

  /** A page whose complaints, such as of the content security policy, are remembered. */
  private Page page(BrowserContext context) {
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          // That a page is not found is what one of them is about.
          if (message.type().equals("error") && !message.text().contains("404")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    return page;
  }

  private void open(Page page, String path) {
    page.navigate(root.toString().replaceFirst("/$", "") + path);
  }

  private static void picture(Page page, String name, ColorScheme scheme, int width) {
    String file = "%s-%s-%d.png".formatted(name, scheme.name().toLowerCase(Locale.ROOT), width);
    page.screenshot(
        new Page.ScreenshotOptions().setFullPage(true).setPath(SCREENSHOTS.resolve(file)));
  }

  private static String focused(Page page) {
    return ((String) page.evaluate("document.activeElement.textContent")).strip();
  }

  private static void tabTo(Page page, String text) {
    for (int stops = 0; stops < 100; stops++) {
      page.keyboard().press("Tab");
      if (focused(page).equals(text)) {
        return;
      }
    }
    throw new AssertionError("The keyboard does not reach " + text);
  }
}
