package dev.postern.console;

/**
 * A subscription in the list: its terms, and how it stands at this replica.
 *
 * @param held messages that were received and are in nobody's hands
 * @param outstanding messages that were handed over, and nothing told of yet
 */
public record Handing(Facts it, String held, String outstanding) {}
