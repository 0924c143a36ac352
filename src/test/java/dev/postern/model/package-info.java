/**
 * The ports in memory, with the honest semantics of their contracts: what the simulation runs on,
 * held to the same contract suites as the real adapters.
 *
 * <p>Each write is atomic, as one write of the store is. How a call travels there and back, what it
 * loses and how long it takes is a {@link dev.postern.model.Line}'s affair.
 */
package dev.postern.model;
