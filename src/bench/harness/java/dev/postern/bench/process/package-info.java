/** Processes: where they run, what they use, and the stub's control endpoint. */
package dev.postern.bench.process;
