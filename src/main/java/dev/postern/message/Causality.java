package dev.postern.message;

/**
 * Where a message stands among its causes.
 *
 * @param producer who sends it
 * @param seen what the producer had seen of the destination when it did
 */
public record Causality(Producer producer, CausalClock seen) {}
