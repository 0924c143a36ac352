/**
 * Many replicas of the real code in one thread, in virtual time, from one seed.
 *
 * <p>{@link dev.postern.simulation.Simulation} is where to begin: it runs a {@link
 * dev.postern.simulation.Workload} of callers against replicas that crash and pause, over {@link
 * dev.postern.simulation.Wire}s that lose, delay and refuse, and has the {@link
 * dev.postern.simulation.Checks} hold the history against every promise. All chance comes from the
 * seed, so a seed reproduces its run exactly.
 */
package dev.postern.simulation;
