package dev.postern.console;

/** A destination in the list: its terms, and how it fares. */
public record Row(Facts it, Reading now) {}
