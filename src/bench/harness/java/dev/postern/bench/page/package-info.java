/** The results as a page of its own: one file, charts as SVG, nothing loaded from elsewhere. */
package dev.postern.bench.page;
