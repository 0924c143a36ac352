/**
 * Who calls, what each may do, and how much: the {@link dev.postern.api.Callers} and {@link
 * dev.postern.api.Quotas} of the HTTP interface.
 *
 * <p>Callers are known by API keys, of which only SHA-256 hashes are configured. A key is long and
 * random, so a plain hash is enough: there is nothing to guess that salt or a slow hash would
 * guard. Or they are known by tokens, that the OIDC extension verifies. It is asked by the entrance
 * alone: its own mechanisms, which would answer by themselves and without a problem, sleep. Where
 * security is on and nobody is known the process does not start, rather than serve everyone or
 * nobody.
 *
 * <p>This room may know every other; none knows it.
 */
package dev.postern.security;
