/**
 * What an application team would write: a conditional put, a send and an update for each request,
 * by the same stack as Postern and without blocking.
 */
package dev.postern.bench.naive;
