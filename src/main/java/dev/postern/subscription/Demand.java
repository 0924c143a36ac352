package dev.postern.subscription;

import java.time.Duration;

/**
 * What somebody asks for.
 *
 * @param messages at most, from 1
 * @param bytes of bodies and attributes, at most; a message that alone has more comes alone
 * @param patience for how long to wait for the first
 */
public record Demand(int messages, long bytes, Duration patience) {}
