package dev.postern.security;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/** An OpenID provider with one key, that signs what a test asks for. */
public final class Issuer implements QuarkusTestResourceLifecycleManager {
  static final String AUDIENCE = "https://postern.example";

  private static final String KEY_ID = "1";

  /** Quarkus loads this class more than once; system properties are what all copies share. */
  private static final String SHARED = "dev.postern.security.issuer.";

  private HttpServer server;

  @Override
  public Map<String, String> start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
    String url = "http://localhost:" + server.getAddress().getPort();
    System.setProperty(SHARED + "url", url);
    server.createContext("/.well-known/openid-configuration", call -> answer(call, discovery(url)));
    server.createContext("/keys", call -> answer(call, keySet()));
    server.start();
    return Map.of("quarkus.oidc.auth-server-url", url, "quarkus.oidc.token.audience", AUDIENCE);
  }

  @Override
  public void stop() {
    server.stop(0);
  }

  /**
   * The claims of a token that is taken, for its time and audience, to be signed by {@link #sign}.
   */
  static JwtClaimsBuilder claims(String subject, String tenant, String... roles) {
    return Jwt.issuer(System.getProperty(SHARED + "url"))
        .audience(AUDIENCE)
        .subject(subject)
        .claim("tenant", tenant)
        .groups(Set.of(roles))
        .expiresIn(Duration.ofMinutes(5));
  }

  /** The token, signed by the key that everyone can fetch. */
  static String sign(JwtClaimsBuilder claims) {
    return claims.jws().keyId(KEY_ID).sign(keys("own").getPrivate());
  }

  /** The token, said to be signed by that key, but by another. */
  static String forge(JwtClaimsBuilder claims) {
    return claims.jws().keyId(KEY_ID).sign(keys("other").getPrivate());
  }

  /** The token, signed by a key of which nobody has heard. */
  static String signByUnknown(JwtClaimsBuilder claims) {
    return claims.jws().keyId("2").sign(keys("other").getPrivate());
  }

  private static KeyPair keys(String name) {
    synchronized (System.getProperties()) {
      Object known = System.getProperties().get(SHARED + name);
      if (known instanceof KeyPair pair) {
        return pair;
      }
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair made = generator.generateKeyPair();
        System.getProperties().put(SHARED + name, made);
        return made;
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static JsonObject discovery(String url) {
    return new JsonObject()
        .put("issuer", url)
        .put("jwks_uri", url + "/keys")
        .put("token_endpoint", url + "/token")
        .put("authorization_endpoint", url + "/authorize");
  }

  private static JsonObject keySet() {
    RSAPublicKey key = (RSAPublicKey) keys("own").getPublic();
    return new JsonObject()
        .put(
            "keys",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("kty", "RSA")
                        .put("use", "sig")
                        .put("alg", "RS256")
                        .put("kid", KEY_ID)
                        .put("n", base64(key.getModulus()))
                        .put("e", base64(key.getPublicExponent()))));
  }

  private static String base64(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    byte[] unsigned = Arrays.copyOfRange(bytes, from, bytes.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
  }

  private static void answer(HttpExchange call, JsonObject body) throws IOException {
    byte[] bytes = body.encode().getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", "application/json");
    call.sendResponseHeaders(200, bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }
}
