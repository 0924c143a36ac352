/**
 * The orderings that no queue keeps by itself: messages come from their queue, and wait here,
 * durably, until it is their turn. Each is a queue in front of the queue, so that delivery modes
 * need not know of it.
 *
 * <ul>
 *   <li>{@link dev.postern.order.OrderedInbox}: which subscription has which.
 *   <li>Sequence and causal: {@code TrackInbox} over a {@link dev.postern.order.Track} for each
 *       group or producer; {@code Parking} takes messages in, {@code Looking} gives them out,
 *       {@code Leases} ends that.
 *   <li>Total: {@code TurnInbox}, with one turn for the whole subscription.
 * </ul>
 */
package dev.postern.order;
