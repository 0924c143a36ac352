/** The HTTP interface: what {@code openapi/openapi.yaml} says, and nothing else. */
package dev.postern.api;
