package dev.postern.destination;

/**
 * In which form payloads are compared, and events travel.
 *
 * @param cloudEvents of events that are published as such
 */
public record Forms(FingerprintForm fingerprint, EventForm cloudEvents) {}
