package dev.postern.bench.stub.dynamodb;

import dev.postern.bench.stub.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of an expression or statement, read from left to right. */
final class Tokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(\"[^\"]+\"|'[^']+'|[#:][A-Za-z0-9_]+|[A-Za-z_][A-Za-z0-9_]*"
              + "|<>|<=|>=|[=<>(),.+\\-{}:?])");

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private final Set<String> placeholders = new HashSet<>();
  private int at;
  private int parameters;

  Tokens(String text) {
    this.text = text;
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (end < text.length() && matcher.find(end) && matcher.start() == end) {
      tokens.add(matcher.group(1));
      end = matcher.end();
    }
    if (!text.substring(end).isBlank()) {
      throw notUnderstood();
    }
  }

  Refusal notUnderstood() {
    return Refusal.notUnderstood("`" + text + "` at word " + at);
  }

  /** The next word, which is not taken; empty at the end. */
  String peek() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  String next() {
    if (at == tokens.size()) {
      throw notUnderstood();
    }
    return tokens.get(at++);
  }

  /** Takes the next word if it is that one, in any case of letters. */
  boolean take(String word) {
    boolean there = peek().equalsIgnoreCase(word);
    if (there) {
      at++;
    }
    return there;
  }

  /** Takes these words, which must be there. */
  void expect(String... words) {
    for (String word : words) {
      if (!take(word)) {
        throw notUnderstood();
      }
    }
  }

  void expectEnd() {
    if (at != tokens.size()) {
      throw notUnderstood();
    }
  }

  /** A name, quoted or not, or a placeholder of one. */
  String name() {
    String token = next();
    char first = token.charAt(0);
    if (first == '"' || first == '\'') {
      return token.substring(1, token.length() - 1);
    }
    if (first == '#') {
      placeholders.add(token);
    } else if (!Character.isLetter(first) && first != '_') {
      at--;
      throw notUnderstood();
    }
    return token;
  }

  /** The placeholder of a value, if that is what comes next; else null. */
  String maybeValue() {
    if (take("?")) {
      String parameter = "?" + parameters++;
      placeholders.add(parameter);
      return parameter;
    }
    if (peek().length() > 1 && peek().charAt(0) == ':') {
      placeholders.add(peek());
      return next();
    }
    return null;
  }

  /** Whether the next two words are that function and its parenthesis; takes both then. */
  boolean takeCall(String function) {
    boolean call =
        peek().toLowerCase(Locale.ROOT).equals(function)
            && at + 1 < tokens.size()
            && tokens.get(at + 1).equals("(");
    if (call) {
      at += 2;
    }
    return call;
  }

  Set<String> placeholders() {
    return placeholders;
  }
}
