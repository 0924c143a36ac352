package dev.postern.local.aws;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Subscribes a queue to each of the topics that development and tests publish to, so that what was
 * published there can be read from the start: {@code news-inbox} to {@code news}, {@code
 * audit-inbox.fifo} to {@code audit.fifo}, both raw.
 */
final class Inboxes {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI sqs;
  private final URI sns;

  Inboxes(int sqsPort, int snsPort) {
    this.sqs = URI.create("http://127.0.0.1:" + sqsPort + "/");
    this.sns = URI.create("http://127.0.0.1:" + snsPort + "/");
  }

  void open() throws Exception {
    open("news", "news-inbox", Map.of(), Map.of());
    open(
        "audit.fifo",
        "audit-inbox.fifo",
        Map.of("Attribute.1.Name", "FifoQueue", "Attribute.1.Value", "true"),
        Map.of("Attributes.entry.1.key", "FifoTopic", "Attributes.entry.1.value", "true"));
  }

  private void open(
      String topic, String queue, Map<String, String> queueTraits, Map<String, String> topicTraits)
      throws Exception {
    call(sqs, "CreateQueue", Map.of("QueueName", queue), queueTraits);
    call(sns, "CreateTopic", Map.of("Name", topic), topicTraits);
    call(
        sns,
        "Subscribe",
        Map.of(
            "TopicArn", arn("sns", topic),
            "Protocol", "sqs",
            "Endpoint", arn("sqs", queue)),
        Map.of("Attributes.entry.1.key", "RawMessageDelivery", "Attributes.entry.1.value", "true"));
  }

  private static String arn(String service, String name) {
    return "arn:aws:" + service + ":" + Sqs.REGION + ":" + Sqs.ACCOUNT + ":" + name;
  }

  private void call(
      URI service, String action, Map<String, String> what, Map<String, String> traits)
      throws Exception {
    Map<String, String> form = new TreeMap<>(what);
    form.putAll(traits);
    form.put("Action", action);
    HttpRequest request =
        HttpRequest.newBuilder(service)
            .timeout(ANSWER_WITHIN)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(action + " " + what + ": " + answer.body());
    }
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
