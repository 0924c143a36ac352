/**
 * The way to endpoints: one message, one HTTP POST, signed as Standard Webhooks has it.
 *
 * <p>An endpoint's URL may come from somebody who must not reach what this process can reach: its
 * own machine, its network, the metadata service of its cloud. So an address is looked at after the
 * name was resolved, before every call, and <em>that</em> address is connected to: looking at a
 * name and then connecting to the name would leave it to its owner to give another answer the
 * second time. The name is only asked for: in {@code Host}, in TLS, and by the certificate.
 * Redirects are answers like others, for they would lead around all of this.
 *
 * <p>An endpoint may also be slow or endless. One timeout is over all of a call, and no more of an
 * answer is read than is kept.
 *
 * <p>This room knows {@code subscription}, {@code flow} and {@code message}, and Vert.x for what
 * goes out; HTTP that comes in is none of its business.
 */
package dev.postern.webhook;
