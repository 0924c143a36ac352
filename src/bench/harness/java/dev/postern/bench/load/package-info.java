/** Callers, what they ask, and whether what they were told is true. */
package dev.postern.bench.load;
