package dev.postern.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The contract as it is written: {@code openapi/openapi.yaml}, read once. Thread-safe. */
public final class ContractFile {
  public static final Path PATH = Path.of("openapi", "openapi.yaml");
  public static final String PROBLEM_BASE = "https://postern.dev/problems/";

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
  private static final Pattern TABLE_ROW =
      Pattern.compile("^\\| `([a-z-]+)` \\| (\\d{3}) \\| (.+) \\| (.+) \\|$", Pattern.MULTILINE);
  private static final String TEXT = read();
  private static final JsonNode DOCUMENT = parse();

  private ContractFile() {}

  /** The file's text. */
  public static String text() {
    return TEXT;
  }

  /** The whole document, references not resolved; treat it as immutable. */
  public static JsonNode document() {
    return DOCUMENT;
  }

  /** What a local reference such as {@code #/components/schemas/Problem} points to, if anything. */
  public static Optional<JsonNode> find(String reference) {
    if (!reference.startsWith("#/")) {
      return Optional.empty();
    }
    JsonNode found = DOCUMENT.at(reference.substring(1));
    return found.isMissingNode() ? Optional.empty() : Optional.of(found);
  }

  /** The node itself, or what it refers to. */
  public static JsonNode resolve(JsonNode node) {
    return node.has("$ref")
        ? find(node.get("$ref").asText())
            .orElseThrow(() -> new IllegalStateException("nothing at " + node.get("$ref")))
        : node;
  }

  /** All operations, by {@code METHOD /path/{template}}, in the order of the file. */
  public static Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new LinkedHashMap<>();
    DOCUMENT
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        it -> {
                          if (METHODS.contains(it.getKey())) {
                            operations.put(
                                it.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                it.getValue());
                          }
                        }));
    return operations;
  }

  /**
   * The operation that takes this method at this path (encoded, without query), if there is one.
   */
  public static Optional<JsonNode> operation(String method, String path) {
    return operations().entrySet().stream()
        .filter(it -> matches(it.getKey(), method.toUpperCase(Locale.ROOT) + " " + path))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** The names of all problems in the contract's table, with the status that it gives them. */
  public static Map<String, Integer> problemTable() {
    return problemTable(DOCUMENT);
  }

  static Map<String, Integer> problemTable(JsonNode document) {
    Map<String, Integer> table = new LinkedHashMap<>();
    Matcher row = TABLE_ROW.matcher(document.at("/info/description").asText());
    while (row.find()) {
      table.put(row.group(1), Integer.valueOf(row.group(2)));
    }
    return table;
  }

  /** The names of all problems. */
  public static Set<String> problemNames() {
    return problemTable().keySet();
  }

  /** What the operation says of the answer with this status; a missing node if nothing. */
  public static JsonNode answer(JsonNode operation, int status) {
    return resolve(operation.path("responses").path(Integer.toString(status)));
  }

  /** The names of the problems that the contract shows for this answer of this operation. */
  public static Set<String> problemNames(JsonNode operation, int status) {
    Set<String> names = new TreeSet<>();
    answer(operation, status)
        .path("content")
        .path("application/problem+json")
        .path("examples")
        .forEach(
            it -> {
              String type = resolve(it).path("value").path("type").asText();
              names.add(type.substring(PROBLEM_BASE.length()));
            });
    return names;
  }

  private static boolean matches(String template, String call) {
    String[] expected = template.split("/", -1);
    String[] actual = call.split("/", -1);
    if (expected.length != actual.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (!expected[i].startsWith("{") && !expected[i].equals(actual[i])) {
        return false;
      }
    }
    return true;
  }

  private static String read() {
    try {
      return Files.readString(PATH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse() {
    try {
      return new YAMLMapper().readTree(TEXT);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
