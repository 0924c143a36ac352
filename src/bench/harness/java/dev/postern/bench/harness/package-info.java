/** Runs the systems in rounds and has their figures taken. */
package dev.postern.bench.harness;
