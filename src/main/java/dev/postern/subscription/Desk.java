package dev.postern.subscription;

import dev.postern.message.Guarantee;

/** All that one subscription is served with at this replica. */
record Desk(Means means, Feed feed, Settling settling) {
  static Desk of(Means means, Letters letters, Reporter reporter) {
    Burial burial = new Burial(means, letters);
    DeliveryMode mode =
        switch (means.subscription().delivery()) {
          case AT_MOST_ONCE -> new AtMostOnce(means, burial);
          case AT_LEAST_ONCE -> new AtLeastOnce(means, burial);
          case EXACTLY_ONCE -> new ExactlyOnce(means, burial);
        };
    Feed feed = new Feed(means, mode);
    return new Desk(means, feed, new Settling(means, mode, feed, reporter));
  }

  Subscription subscription() {
    return means.subscription();
  }

  /** Is there nothing to be told of a message once it was handed over? */
  boolean deletesFirst() {
    return subscription().delivery() == Guarantee.AT_MOST_ONCE;
  }
}
