package dev.postern.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.api.Caller;
import dev.postern.api.Callers;
import dev.postern.api.Permission;
import dev.postern.message.Tenant;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers are as configured, and what is wrong stops the start by its name. */
class SecurityConfigTest {
  private static final String SHOP = "postern.security.api-keys.shop.";
  private static final String HASH = Secured.sha256("the shop's key");

  @Test
  void withSecurityOnAndNobodyKnownTheStartIsRefused() {
    assertThatThrownBy(() -> callers(Map.of()))
        .hasMessageContaining("postern.security.enabled is true")
        .hasMessageContaining("postern.security.api-keys.<name>.sha256")
        .hasMessageContaining("postern.security.api-keys.<name>.permissions")
        .hasMessageContaining("postern.security.enabled=false");
  }

  @Test
  void withSecurityOffEveryoneIsTheDefaultTenantAndMayDoEverything() {
    Caller caller = identify(callers(Map.of("postern.security.enabled", "false")), "");

    assertThat(caller.tenant()).isEqualTo(Tenant.DEFAULT);
    assertThat(Permission.values()).allMatch(permission -> caller.may(permission, "orders"));
  }

  @Test
  void aCallerIsKnownByEachOfTheTwoKeysThatItHasWhileTheyAreChanged() {
    Callers callers =
        callers(
            Map.of(
                SHOP + "sha256", Secured.sha256("new") + "," + Secured.sha256("old"),
                SHOP + "tenant", "retail",
                SHOP + "permissions", "publish:orders,consume:bill-*"));

    for (String key : new String[] {"new", "old"}) {
      Caller caller = identify(callers, key);
      assertThat(caller.name()).isEqualTo("shop");
      assertThat(caller.tenant()).isEqualTo(new Tenant("retail"));
      assertThat(caller.may(Permission.PUBLISH, "orders")).isTrue();
      assertThat(caller.may(Permission.CONSUME, "bill-7")).isTrue();
      assertThat(caller.may(Permission.CONSUME, "orders")).isFalse();
      assertThat(caller.may(Permission.PUBLISH, "events")).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "orders, orders, true",
    "orders, orders-2, false",
    "orders, order, false",
    "*, orders, true",
    "bill-*, bill-, true",
    "bill-*, bills, false",
    "*-eu, orders-eu, true",
    "*-eu, orders-eu-2, false",
    "a*b*c, a-b-b-c, true",
    "a*b*c, a-c-b, false",
    "**, x, true"
  })
  void aStarStandsForAnyNumberOfCharacters(String pattern, String name, boolean fits) {
    Caller caller =
        identify(
            callers(Map.of(SHOP + "sha256", HASH, SHOP + "permissions", "operate:" + pattern)),
            "the shop's key");

    assertThat(caller.may(Permission.OPERATE, name)).isEqualTo(fits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret",
        "ABCDEF",
        "0123",
        "a,b",
        "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"
      })
  void aHashThatIsNoneIsRefusedByItsNameAndNotRepeated(String hash) {
    assertThatThrownBy(
            () -> callers(Map.of(SHOP + "sha256", hash, SHOP + "permissions", "publish:*")))
        .hasMessageContaining(SHOP + "sha256 must be the SHA-256 of the key")
        .hasMessageNotContaining(hash);
  }

  @Test
  void moreThanTwoHashesAreRefused() {
    String three = Secured.sha256("1") + "," + Secured.sha256("2") + "," + Secured.sha256("3");

    assertThatThrownBy(
            () -> callers(Map.of(SHOP + "sha256", three, SHOP + "permissions", "publish:*")))
        .hasMessageContaining(SHOP + "sha256");
  }

  @Test
  void twoCallersWithTheSameKeyAreRefused() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(SHOP + "sha256", HASH);
    settings.put(SHOP + "permissions", "publish:*");
    settings.put("postern.security.api-keys.till.sha256", HASH);
    settings.put("postern.security.api-keys.till.permissions", "publish:*");

    assertThatThrownBy(() -> callers(settings))
        .hasMessageContaining("postern.security.api-keys.till.sha256")
        .hasMessageContaining("shop")
        .hasMessageNotContaining(HASH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"publish", "write:orders", "publish:", "publish:ORDERS", "publish:a b"})
  void aPermissionThatIsNoneIsRefusedByItsName(String permission) {
    assertThatThrownBy(
            () -> callers(Map.of(SHOP + "sha256", HASH, SHOP + "permissions", permission)))
        .hasMessageContaining(SHOP + "permissions is wrong: ");
  }

  @Test
  void whoMayDoNothingAndWhoHasNoKeyAreRefusedByName() {
    assertThatThrownBy(() -> callers(Map.of(SHOP + "sha256", HASH)))
        .hasMessageContaining(SHOP + "permissions must be set");
    assertThatThrownBy(() -> callers(Map.of(SHOP + "permissions", "publish:*")))
        .hasMessageContaining(SHOP + "sha256 must be");
  }

  @Test
  void aNameOrTenantThatIsNoneIsRefused() {
    String prefix = "postern.security.api-keys.Shop_1";
    assertThatThrownBy(
            () -> callers(Map.of(prefix + ".sha256", HASH, prefix + ".permissions", "publish:*")))
        .hasMessageContaining(prefix + ": the name must have");
    assertThatThrownBy(
            () ->
                callers(
                    Map.of(
                        SHOP + "sha256", HASH,
                        SHOP + "permissions", "publish:*",
                        SHOP + "tenant", "No Tenant")))
        .hasMessageContaining(SHOP + "tenant is wrong: ");
  }

  @Test
  void anEnvironmentMakesACallerAndGivesAHashToOneThatAFileNames() {
    SecurityConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(SecurityConfig.class)
            .withSources(
                new PropertiesConfigSource(
                    Map.of("postern.security.api-keys.web-shop.permissions", "publish:*"),
                    "file",
                    100),
                new EnvConfigSource(
                    Map.of(
                        "POSTERN_SECURITY_API_KEYS_SHOP_SHA256",
                        HASH,
                        "POSTERN_SECURITY_API_KEYS_SHOP_PERMISSIONS",
                        "publish:orders,read-status:*",
                        "POSTERN_SECURITY_API_KEYS_WEB_SHOP_SHA256",
                        Secured.sha256("web")),
                    300))
            .build()
            .getConfigMapping(SecurityConfig.class);
    Callers callers = SecurityRoom.callers(config, null, Optional.empty());

    assertThat(identify(callers, "the shop's key").name()).isEqualTo("shop");
    assertThat(identify(callers, "web").name()).isEqualTo("web-shop");
  }

  @Test
  void tokensThatCouldBeMadeForOthersAreNotTaken() {
    assertThatThrownBy(() -> callers(Map.of("postern.security.oidc.enabled", "true")))
        .hasMessageContaining("quarkus.oidc.token.audience is not set");
  }

  @Test
  void aRoleThatPermitsNothingKnownIsRefusedByItsName() {
    assertThatThrownBy(
            () ->
                callers(
                    Map.of(
                        SHOP + "sha256",
                        HASH,
                        SHOP + "permissions",
                        "publish:*",
                        "postern.security.oidc.roles.shop",
                        "write:orders")))
        .hasMessageContaining("postern.security.oidc.roles.shop is wrong: ");
  }

  private static Caller identify(Callers callers, String key) {
    return callers.withKey(key).orElseThrow();
  }

  private static Callers callers(Map<String, String> settings) {
    return SecurityRoom.callers(
        new SmallRyeConfigBuilder()
            .withMapping(SecurityConfig.class)
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .build()
            .getConfigMapping(SecurityConfig.class),
        null,
        Optional.empty());
  }
}
