/**
 * The HTTP interface: what callers send is read into values of {@code message} here, and whatever
 * becomes of it is written as answers.
 *
 * <p>Three rules run through the room.
 *
 * <ul>
 *   <li>A header is read by the standard that defines it, and where that leaves a choice, the class
 *       that reads it says what was chosen. What could be read in two ways is refused, since a
 *       publish can't be taken back; only {@link dev.postern.api.Preference} never fails, as RFC
 *       7240 wants it.
 *   <li>Every error that leaves Postern is an RFC 9457 {@link dev.postern.api.Problem} with one
 *       stable type for each cause. That includes the errors that are found before any resource is
 *       reached: {@link dev.postern.api.ProblemMapping} answers for JAX-RS, {@link
 *       dev.postern.api.OutsideRest} for the server around it.
 *   <li>An answer names what the caller sent, never what Postern is made of: no class name, no
 *       stack trace, no text of an unexpected exception.
 * </ul>
 *
 * <p>Who calls is asked of a port, {@link dev.postern.api.Callers}, before anything of a body is
 * read; what the caller may know of and do is asked of {@link dev.postern.api.Tenancy} by each
 * resource, with the permission that the contract names for the operation.
 *
 * <p>With {@code security}, {@code observe} and {@code console}, this room alone knows incoming
 * HTTP.
 */
package dev.postern.api;
