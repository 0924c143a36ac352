package dev.postern.subscription;

/** A message in its consumer's hands. */
public record HandedOver(Inbound message, Ticket ticket) {}
