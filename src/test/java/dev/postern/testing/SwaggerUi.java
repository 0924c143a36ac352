package dev.postern.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URL;
import java.nio.file.Path;

/** Swagger UI, as people use it. */
public final class SwaggerUi {
  private final Page page;

  private SwaggerUi(Page page) {
    this.page = page;
  }

  public static SwaggerUi open(Chromium chromium, URL address) {
    Page page =
        chromium.browser().newPage(new Browser.NewPageOptions().setViewportSize(1280, 1024));
    page.navigate(address.toString());
    return new SwaggerUi(page);
  }

  /** Opens the operation, tries it out as it stands, and tells the status of the answer. */
  public String press(String tag, String operationId) {
    Locator operation = page.locator("#operations-%s-%s".formatted(tag, operationId));
    operation.locator(".opblock-summary-control").click();
    button(operation, "Try it out").click();
    return execute(tag, operationId);
  }

  /** Presses "Execute" of an operation that is open. */
  public String execute(String tag, String operationId) {
    Locator operation = page.locator("#operations-%s-%s".formatted(tag, operationId));
    Locator clear = button(operation, "Clear");
    if (clear.isVisible()) {
      clear.click();
    }
    button(operation, "Execute").click();
    Locator answer = operation.locator(".live-responses-table tr.response");
    answer.waitFor();
    operation.locator(".live-responses-table").scrollIntoViewIfNeeded();
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of("target", "swagger-ui-%s.png".formatted(operationId))));
    return answer.locator(".response-col_status").innerText().strip();
  }

  /** Says by "Authorize" who calls, in one way, or no longer by the other. */
  public void authorize(String scheme, String value) {
    page.locator(".scheme-container .authorize").click();
    Locator dialog = page.locator(".dialog-ux");
    for (Locator logout : dialog.locator("button:text-is('Logout')").all()) {
      logout.click();
    }
    Locator form =
        dialog.locator(".auth-container").filter(new Locator.FilterOptions().setHasText(scheme));
    form.locator("input").first().fill(value);
    form.locator("button.authorize").click();
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of("target", "swagger-ui-authorize-%s.png".formatted(scheme))));
    dialog.locator(".close-modal").click();
  }

  private static Locator button(Locator where, String name) {
    return where.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }
}
