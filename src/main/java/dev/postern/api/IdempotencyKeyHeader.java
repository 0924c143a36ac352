package dev.postern.api;

import dev.postern.message.Flaw;
import dev.postern.message.IdempotencyKey;
import dev.postern.message.InvalidMessage;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;
import org.greenbytes.http.sfv.StringItem;

/**
 * Reads {@code Idempotency-Key}: the RFC 9651 string {@code "abc"} that the IETF draft asks for, or
 * the bare {@code abc} that most callers send. Both are the same key.
 *
 * <p>A bare key is taken as it stands, whatever visible ASCII it holds, so that UUIDs, base64 and
 * order numbers need no quotes: {@code 12345} and {@code "12345"} are one key. A quote, comma or
 * semicolon within it is refused, since it would begin another key or a parameter, and so is what
 * RFC 9651 reads as a byte sequence, a boolean, a date or an inner list. Those are keys all the
 * same when they are quoted.
 */
public final class IdempotencyKeyHeader {
  private static final Pattern OTHER_TYPE = Pattern.compile(":.*:|\\?[01]|@-?[0-9]+|\\(.*");

  private IdempotencyKeyHeader() {}

  /**
   * The key, or nothing where the header is absent.
   *
   * @param headerValues one for each line of the header
   * @throws InvalidMessage where the header is there and is not one well-formed key
   */
  public static Optional<IdempotencyKey> read(List<String> headerValues) {
    if (headerValues.isEmpty()) {
      return Optional.empty();
    }
    if (headerValues.size() > 1) {
      throw malformed("be given once, not " + headerValues.size() + " times");
    }
    String value = headerValues.get(0).strip();
    return Optional.of(new IdempotencyKey(value.startsWith("\"") ? quoted(value) : bare(value)));
  }

  private static String quoted(String value) {
    try {
      if (Parser.parseItem(value) instanceof StringItem item && item.getParams().isEmpty()) {
        return item.get();
      }
    } catch (ParseException notOneString) {
      throw malformed("be one string of visible ASCII in quotes with nothing after it");
    }
    throw malformed("have no parameters");
  }

  private static String bare(String value) {
    if (value.chars().anyMatch(c -> c == '"' || c == ',' || c == ';')) {
      throw malformed("be in quotes if it holds a quote, comma or semicolon");
    }
    if (OTHER_TYPE.matcher(value).matches()) {
      throw malformed("be in quotes if it looks like a structured field of another type");
    }
    return value;
  }

  private static InvalidMessage malformed(String limit) {
    return new InvalidMessage(Flaw.IDEMPOTENCY_KEY_MALFORMED, IdempotencyKey.FIELD, limit);
  }
}
