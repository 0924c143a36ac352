package dev.postern.bench.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The stub, by its control endpoint. */
public final class Stub implements Aws {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI base;

  /** The one at that port. */
  public Stub(int port) {
    base = URI.create("http://127.0.0.1:" + port);
  }

  /** Where it is. */
  public URI base() {
    return base;
  }

  @Override
  public URI endpoint(String service) {
    return base;
  }

  @Override
  public Map<String, Counts> counts(String system) throws IOException, InterruptedException {
    Map<String, Counts> counts = new HashMap<>();
    for (Map.Entry<String, JsonNode> each :
        JSON.readTree(get("/stats")).path("clients").path(system).properties()) {
      JsonNode tally = each.getValue();
      counts.put(
          each.getKey(),
          new Counts(
              tally.get("calls").asLong(),
              tally.get("billed").asLong(),
              tally.get("bytes").asLong(),
              tally.get("writeUnits").asDouble(),
              tally.get("readUnits").asDouble()));
    }
    return counts;
  }

  @Override
  public String queue(String name) throws IOException, InterruptedException {
    return get("/queue?name=" + name);
  }

  @Override
  public int queueSize(String name) throws IOException, InterruptedException {
    return Integer.parseInt(get("/count?queue=" + name));
  }

  @Override
  public int indexed(String table) throws IOException, InterruptedException {
    return Integer.parseInt(get("/indexed?table=" + table));
  }

  /** Forgets what a queue holds or a topic took. */
  public void clearQueue(String name) throws IOException, InterruptedException {
    post("/clear?queue=" + name);
  }

  /** Forgets the items whose hash key begins so. */
  public void clearTable(String table, String prefix) throws IOException, InterruptedException {
    post("/clear?table=" + table + "&prefix=" + encoded(prefix));
  }

  /** How many items there are whose hash key begins so. */
  public int count(String table, String prefix) throws IOException, InterruptedException {
    return Integer.parseInt(get("/count?table=" + table + "&prefix=" + encoded(prefix)));
  }

  /** Adds so many copies of such items under other keys. */
  public void fill(String table, String prefix, int count)
      throws IOException, InterruptedException {
    post("/fill?table=" + table + "&prefix=" + encoded(prefix) + "&count=" + count);
  }

  /** Whether sends to SQS fail from now on. */
  public void outage(boolean on) throws IOException, InterruptedException {
    post("/outage?on=" + on);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(base.resolve(path)).build());
  }

  private void post(String path) throws IOException, InterruptedException {
    send(
        HttpRequest.newBuilder(base.resolve(path))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build());
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(request.uri() + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }
}
