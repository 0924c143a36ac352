/** Figures: their medians, ratios and prices, and how they are shown. */
package dev.postern.bench.report;
