package dev.postern.message;

import java.util.Optional;

/** The configured name of a subscription; the only thing callers know of the queue behind it. */
public record SubscriptionName(String value) {
  public SubscriptionName {
    Names.checked("subscription", value);
  }

  /** The name, or nothing where the text can't be the name of any subscription. */
  public static Optional<SubscriptionName> parse(String text) {
    return Names.FORM.matcher(text).matches()
        ? Optional.of(new SubscriptionName(text))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
