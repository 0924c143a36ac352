package dev.postern.security;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** As {@link Secured}, and tokens are taken, too. */
public class SecuredByTokens implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new LinkedHashMap<>(new Secured().getConfigOverrides());
    settings.put("postern.table", "secured-by-tokens");
    settings.put("postern.security.oidc.enabled", "true");
    settings.put("postern.security.oidc.tenant-claim", "tenant");
    settings.put("postern.security.oidc.roles.clerk", "publish:orders,read-status:*");
    return settings;
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(Issuer.class));
  }
}
