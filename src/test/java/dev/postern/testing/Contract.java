package dev.postern.testing;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A REST Assured filter that holds a call to {@code openapi/openapi.yaml} and fails the test, with
 * an {@link AssertionError} that names what differs, where request or answer are not as written
 * there. Beyond what the schemas say it checks the rules that the contract states in words: the
 * {@code type} of a problem is one that the contract shows as an example for this very answer, its
 * {@code status} is the HTTP status, its {@code retryAfterSeconds} is {@code Retry-After}, and
 * times are in UTC with milliseconds.
 *
 * <p>Immutable and thread-safe.
 */
public final class Contract implements Filter {
  private enum Mode {
    ENFORCED,
    ANSWERS_ONLY,
    UNDESCRIBED
  }

  private static final String PROBLEM = "application/problem+json";
  private static final Pattern JSON = Pattern.compile("application/(.+\\+)?json\\s*(;.*)?");
  private static final Pattern LOOKS_LIKE_A_TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT.*");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final OpenApiInteractionValidator VALIDATOR =
      OpenApiInteractionValidator.createForInlineApiSpecification(ContractFile.text())
          .withLevelResolver(
              LevelResolver.create()
                  // Most tests run with security off, where no key is needed.
                  .withLevel("validation.request.security.missing", ValidationReport.Level.IGNORE)
                  .build())
          .build();

  /**
   * What the validator gets to see of a body that may be any bytes. It would parse the body if it
   * is called JSON, but a payload need not be what it is called.
   */
  private static final String ANY_BYTES = "\"any\"";

  private final Mode mode;

  private Contract(Mode mode) {
    this.mode = mode;
  }

  /** Request and answer must be as described. The one to use unless a test needs another. */
  public static Contract enforced() {
    return new Contract(Mode.ENFORCED);
  }

  /**
   * For requests that are wrong on purpose: the operation must be described, the request may be
   * anything, the answer must be as described.
   */
  public static Contract answersOnly() {
    return new Contract(Mode.ANSWERS_ONLY);
  }

  /**
   * For paths and methods that the contract does not have: the answer must be a problem of the
   * contract's table. Fails if the operation is described after all.
   */
  public static Contract undescribed() {
    return new Contract(Mode.UNDESCRIBED);
  }

  @Override
  public Response filter(
      FilterableRequestSpecification call,
      FilterableResponseSpecification spec,
      FilterContext next) {
    Response answer = next.next(call, spec);
    String path = URI.create(call.getURI()).getRawPath();
    Optional<JsonNode> operation = ContractFile.operation(call.getMethod(), path);
    Request request =
        request(
            call,
            path,
            operation.filter(it -> takesAnyBytes(it, call.getContentType())).isPresent());
    List<String> faults = new ArrayList<>();
    if (mode == Mode.UNDESCRIBED) {
      operation.ifPresent(it -> faults.add("request: the contract does describe this operation"));
      checkIsProblem(answer, faults);
      checkProblem(answer, ContractFile.problemNames(), faults);
    } else if (operation.isEmpty()) {
      faults.add("request: the contract has no such operation");
    } else {
      if (mode == Mode.ENFORCED) {
        collect("request", VALIDATOR.validateRequest(request), faults);
      }
      collect(
          "answer",
          VALIDATOR.validateResponse(
              path,
              request.getMethod(),
              response(answer, answersAnyBytes(operation.get(), answer.statusCode()))),
          faults);
      checkHasContentType(answer, faults);
      checkProblem(answer, ContractFile.problemNames(operation.get(), answer.statusCode()), faults);
    }
    checkTimes(answer, faults);
    if (!faults.isEmpty()) {
      throw new AssertionError(
          "%s %s -> %d is not as the contract says:%n  %s%nThe answer was:%n  %s"
              .formatted(
                  request.getMethod(),
                  path,
                  answer.statusCode(),
                  String.join("%n  ".formatted(), faults),
                  answer.asString()));
    }
    return answer;
  }

  /** Unless the type that is sent is described by a schema of its own. */
  private static boolean takesAnyBytes(JsonNode operation, String type) {
    JsonNode content = operation.path("requestBody").path("content");
    String essence = Objects.toString(type, "").toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
    return content.has("*/*")
        && !content.path(essence).path("schema").has("$ref")
        && !content.path(essence).path("schema").has("items");
  }

  private static boolean answersAnyBytes(JsonNode operation, int status) {
    return ContractFile.answer(operation, status).path("content").has("*/*");
  }

  private static Request request(
      FilterableRequestSpecification call, String path, boolean anyBytes) {
    SimpleRequest.Builder request = new SimpleRequest.Builder(call.getMethod(), path);
    call.getQueryParams().forEach((name, value) -> request.withQueryParam(name, value));
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Header header : call.getHeaders()) {
      headers.computeIfAbsent(header.getName(), it -> new ArrayList<>()).add(header.getValue());
    }
    headers.forEach(request::withHeader);
    Object body = call.getBody();
    byte[] bytes =
        body instanceof byte[] given
            ? given
            : Objects.toString(body, "").getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0) {
      request.withBody(anyBytes ? ANY_BYTES.getBytes(StandardCharsets.UTF_8) : bytes);
    }
    return request.build();
  }

  private static com.atlassian.oai.validator.model.Response response(
      Response answer, boolean anyBytes) {
    SimpleResponse.Builder response = new SimpleResponse.Builder(answer.statusCode());
    for (Header header : answer.headers()) {
      response.withHeader(
          header.getName(), answer.headers().getValues(header.getName()).toArray(String[]::new));
    }
    byte[] body = answer.asByteArray();
    if (body.length > 0) {
      response.withBody(anyBytes ? ANY_BYTES.getBytes(StandardCharsets.UTF_8) : body);
    }
    return response.build();
  }

  private static void collect(String side, ValidationReport report, List<String> faults) {
    for (ValidationReport.Message message : report.getMessages()) {
      if (message.getLevel() == ValidationReport.Level.ERROR) {
        faults.add(side + ": " + words(message) + " [" + message.getKey() + "]");
      }
    }
  }

  private static String words(ValidationReport.Message message) {
    StringBuilder words = new StringBuilder();
    message
        .getContext()
        .ifPresent(
            context -> {
              context.getParameter().ifPresent(it -> words.append(it.getName()).append(": "));
              context.getPointers().ifPresent(it -> words.append(it.getInstance()).append(": "));
            });
    words.append(message.getMessage());
    message.getNestedMessages().forEach(it -> words.append("; ").append(words(it)));
    return words.toString();
  }

  private static void checkHasContentType(Response answer, List<String> faults) {
    if (answer.asByteArray().length > 0 && answer.contentType().isEmpty()) {
      faults.add("answer: it has a body, but no Content-Type");
    }
  }

  private static void checkIsProblem(Response answer, List<String> faults) {
    if (answer.statusCode() < 400) {
      faults.add("answer: status " + answer.statusCode() + " is not an error");
    }
    if (!hasType(answer, PROBLEM)) {
      faults.add("answer: Content-Type is " + answer.contentType() + ", not " + PROBLEM);
    }
  }

  private static void checkProblem(Response answer, Set<String> documented, List<String> faults) {
    if (!hasType(answer, PROBLEM)) {
      return;
    }
    JsonNode problem = json(answer);
    for (String member : List.of("type", "title", "detail")) {
      if (!problem.path(member).isTextual()) {
        faults.add("answer: the problem has no " + member);
      }
    }
    String type = problem.path("type").asText();
    if (documented.stream().noneMatch(name -> type.equals(ContractFile.PROBLEM_BASE + name))) {
      faults.add("answer: problem " + type + " is not documented here; documented: " + documented);
    }
    if (problem.path("status").asInt() != answer.statusCode()) {
      faults.add("answer: the problem says status " + problem.path("status"));
    }
    JsonNode seconds = problem.path("retryAfterSeconds");
    if (!seconds.isMissingNode() && !seconds.asText().equals(answer.header("Retry-After"))) {
      faults.add(
          "answer: retryAfterSeconds is %s, Retry-After %s"
              .formatted(seconds, answer.header("Retry-After")));
    }
  }

  private static void checkTimes(Response answer, List<String> faults) {
    if (!JSON.matcher(answer.contentType().toLowerCase(Locale.ROOT)).matches()) {
      return;
    }
    json(answer)
        .properties()
        .forEach(
            member -> {
              String text = member.getValue().asText("");
              if (LOOKS_LIKE_A_TIME.matcher(text).matches() && !TIME.matcher(text).matches()) {
                faults.add(
                    "answer: %s is %s, not in UTC with milliseconds"
                        .formatted(member.getKey(), text));
              }
            });
  }

  private static boolean hasType(Response answer, String mediaType) {
    return answer.contentType().toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals(mediaType);
  }

  private static JsonNode json(Response answer) {
    try {
      return MAPPER.readTree(new String(answer.asByteArray(), StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance(); // The validator has already said so.
    }
  }
}
