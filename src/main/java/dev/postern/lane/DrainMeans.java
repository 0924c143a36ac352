package dev.postern.lane;

import dev.postern.broker.Sender;
import dev.postern.flow.Scheduler;
import dev.postern.ledger.Ledger;

/** What draining works with. */
public record DrainMeans(
    Lanes lanes, Ledger ledger, Sender sender, Scheduler scheduler, DrainTimes times) {}
