/**
 * The configured destinations: what callers may publish to, and on which terms.
 *
 * <p>Everything is checked at start, with a message that names the property: one queue or topic
 * belongs to one destination, and a destination to one tenant.
 *
 * <p>This room knows {@code message}.
 */
package dev.postern.destination;
