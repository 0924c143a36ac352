package dev.postern.destination;

import java.time.Duration;

/**
 * How long a message is known.
 *
 * @param record key, status and payload, from acceptance on
 * @param deadLetter a dead letter, from death on
 */
public record Retention(Duration record, Duration deadLetter) {}
