package dev.postern.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The body of a look-up by key. */
@RegisterForReflection
public record LookupRequest(@JsonProperty(required = true) String idempotencyKey) {}
