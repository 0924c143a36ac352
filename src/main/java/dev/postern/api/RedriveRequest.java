package dev.postern.api;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The body of a redrive: how it may be done. */
@RegisterForReflection
public record RedriveRequest(Boolean allowReorder) {
  boolean reorders() {
    return Boolean.TRUE.equals(allowReorder);
  }
}
