/** The open model by a tool that others know, as a check of the harness's own. */
package dev.postern.bench.gatling;
