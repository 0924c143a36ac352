/**
 * Starts the embedded AWS services, which are a program of their own (see {@code src/local/java}),
 * for development and tests. Nothing else in the gateway knows whether AWS is embedded: it speaks
 * to the endpoints that the extensions' ordinary configuration names. In production nothing here is
 * ever called.
 */
package dev.postern.local;
