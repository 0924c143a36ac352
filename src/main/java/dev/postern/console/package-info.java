/**
 * The operations console at {@code /console}: pages for people, made on the server.
 *
 * <p>A page asks the resources of {@code api}, in this process and as the caller who looks at it,
 * and shows what they answer. So it tells nothing that the HTTP interface would not tell, and does
 * nothing that it would not do: permissions, tenants and the audit log are theirs, and there is no
 * second way in. What is added here is about browsers only: a session in a cookie ({@link
 * dev.postern.console.Sessions}), no request from other sites ({@link
 * dev.postern.console.SameOrigin}), and nothing that runs or styles a page but the console's own
 * files ({@link dev.postern.console.Visitors}). Every page works without its script, which draws
 * the charts and keeps the numbers fresh.
 *
 * <p>Rates and latencies are of this replica, as the metrics count them; {@link
 * dev.postern.console.Pulse} keeps the last minute.
 */
package dev.postern.console;
