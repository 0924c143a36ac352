package dev.postern.order;

import dev.postern.flow.Scheduler;
import dev.postern.subscription.DeliveryWitness;
import java.time.Duration;

/**
 * The process that messages are given out by.
 *
 * @param name that no other has
 * @param maxClockSkew the most that its clock and another's differ
 */
@SuppressWarnings("JavaLangClash")
public record Process(
    Scheduler scheduler, String name, Duration maxClockSkew, DeliveryWitness witness) {}
