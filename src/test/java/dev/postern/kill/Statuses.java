package dev.postern.kill;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the gateways say of messages once the trouble is over. */
final class Statuses {
  private final Callers callers;
  private final List<Gateway> gateways;
  private final Map<String, JsonNode> byId = new HashMap<>();

  Statuses(Callers callers, List<Gateway> gateways) {
    this.callers = callers;
    this.gateways = gateways;
  }

  /**
   * Asks for each message until its status is final.
   *
   * @return those that were not when the time was over, with what was said of them last
   */
  Map<String, String> awaitFinal(Collection<String> ids, Duration within)
      throws InterruptedException {
    long until = System.nanoTime() + within.toNanos();
    List<String> open = new ArrayList<>(ids);
    Map<String, String> said = new HashMap<>();
    while (true) {
      said.clear();
      for (String id : open) {
        HttpResponse<String> answer = get(id);
        JsonNode body = Callers.parse(answer.body());
        if (answer.statusCode() == 200 && isFinal(body)) {
          byId.put(id, body);
        } else {
          said.put(id, answer.statusCode() + " " + answer.body());
        }
      }
      if (said.isEmpty() || System.nanoTime() - until > 0) {
        return said;
      }
      open = List.copyOf(said.keySet());
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  private static boolean isFinal(JsonNode body) {
    String status = body.path("status").asText();
    return status.equals("published") || status.equals("dead");
  }

  private HttpResponse<String> get(String id) throws InterruptedException {
    Gateway gateway = gateways.get(Math.floorMod(id.hashCode(), gateways.size()));
    HttpRequest request =
        HttpRequest.newBuilder(gateway.base().resolve("/v1/messages/" + id))
            .timeout(Duration.ofSeconds(10))
            .build();
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<String> answer = callers.ask(request);
        if (answer.statusCode() != 503 || attempt == 10) {
          return answer;
        }
      } catch (IOException problem) {
        if (attempt == 10) {
          throw new IllegalStateException("no answer from " + gateway.name(), problem);
        }
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  /** What was said of a message, if it was final. */
  Optional<JsonNode> of(String id) {
    return Optional.ofNullable(byId.get(id));
  }
}
