package dev.postern.message;

import java.util.regex.Pattern;

/**
 * The messages of one destination that must stay in order.
 *
 * <p>The form is that of SQS's {@code MessageGroupId}: 1 to 128 visible ASCII characters.
 */
public record GroupId(String value) {
  /** The header that carries it, named in refusals. */
  public static final String FIELD = "Message-Group-Id";

  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,128}");

  public GroupId {
    if (value == null || !FORM.matcher(value).matches()) {
      throw new InvalidMessage(
          Flaw.GROUP_MALFORMED,
          FIELD,
          "have 1 to 128 characters of letters, digits and ASCII punctuation");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
