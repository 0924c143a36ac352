package dev.postern.destination;

import dev.postern.message.Worded;

/** How a CloudEvent lies on the queue or topic. */
public enum EventForm implements Worded {
  /** The whole event is the body, in the JSON event format. */
  STRUCTURED,
  /** The event's data is the body, and its attributes are message attributes. */
  BINARY
}
