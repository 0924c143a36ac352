package dev.postern.message;

import java.util.Locale;
import java.util.regex.Pattern;

/** A media type with its parameters, as RFC 9110 section 8.3 writes it; at most 255 characters. */
public record ContentType(String value) {
  /** The header that carries it, named in refusals. */
  public static final String FIELD = "Content-Type";

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  // Without the asterisk: a range such as */* says what is accepted, not what something is.
  private static final String NAME = TOKEN.replace("*", "");
  private static final Pattern FORM =
      Pattern.compile(
          NAME
              + "/"
              + NAME
              + "(?:[ \\t]*;[ \\t]*(?:"
              + TOKEN
              + "=(?:"
              + TOKEN
              + "|\"(?:[\\t \\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\\t \\x21-\\x7e])*\"))?)*");

  // After the pattern, which their construction needs.
  public static final ContentType JSON = new ContentType("application/json");
  public static final ContentType OCTET_STREAM = new ContentType("application/octet-stream");

  public ContentType {
    if (value == null || value.length() > 255 || !FORM.matcher(value).matches()) {
      throw new InvalidMessage(
          Flaw.CONTENT_TYPE_MALFORMED,
          FIELD,
          "be a media type of at most 255 characters, such as application/json");
    }
  }

  /** Type and subtype in lower case, without parameters. */
  public String essence() {
    int end = value.indexOf(';');
    return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  /** Is the payload JSON, by its type or its {@code +json} suffix (RFC 6839)? */
  public boolean isJson() {
    String essence = essence();
    return essence.equals("application/json") || essence.endsWith("+json");
  }

  @Override
  public String toString() {
    return value;
  }
}
