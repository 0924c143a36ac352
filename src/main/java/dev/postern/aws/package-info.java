/**
 * The adapters to DynamoDB, SQS, SNS and KMS; the only room that knows the AWS SDK.
 *
 * <p>Clients are asynchronous and never retry: a retry of theirs would be one that nobody decided
 * on, and on standard queues a doubled message. Whether a failed call may have been applied is told
 * by {@link dev.postern.aws.Fault}, and in doubt it may have been.
 *
 * <h2>The table</h2>
 *
 * One table with string keys {@code pk} and {@code sk}, the TTL attribute {@code ttl} and one
 * sparse index {@code due} ({@code dueShard}, number {@code dueAt}; keys only).
 *
 * <table>
 * <caption>Items</caption>
 * <tr><th>item</th><th>pk</th><th>sk</th></tr>
 * <tr><td>record</td><td>{@code rec#<key hash>}</td><td>{@code rec}</td></tr>
 * <tr><td>journal entry</td><td>{@code jrn#<replica>#<0..7>}</td><td>batch number</td></tr>
 * <tr><td>replica</td><td>{@code replicas}</td><td>replica id</td></tr>
 * <tr><td>lane head</td><td>{@code lane#<destination>#g#<group>} or {@code …#s#<shard>}</td>
 *     <td>{@code head}</td></tr>
 * <tr><td>lane entry</td><td>the same</td><td>{@code e#<number>}</td></tr>
 * <tr><td>dead letter</td><td>{@code dead#<destination>}</td><td>time{@code #}id</td></tr>
 * <tr><td>delivery</td><td>{@code dlv#<subscription>#<id>}</td><td>{@code dlv}</td></tr>
 * <tr><td>a subscription's dead letter</td><td>{@code sdead#<subscription>}</td>
 *     <td>time{@code #}id</td></tr>
 * <tr><td>what it has no room for</td><td>{@code sdead#<subscription>#<id>}</td>
 *     <td>time{@code #}number</td></tr>
 * <tr><td>track</td><td>{@code track#<subscription>#<group or producer>}</td>
 *     <td>{@code a}</td></tr>
 * <tr><td>entry of a track</td><td>the same</td>
 *     <td>{@code e#<number>}, or {@code b#<id>} where it was sent back</td></tr>
 * <tr><td>what it has no room for</td>
 *     <td>{@code tpart#<1..3>#<subscription>#<group or producer>}</td><td>the same</td></tr>
 * <tr><td>numbers that a track passed by</td>
 *     <td>{@code passed#<subscription>#<group or producer>}</td>
 *     <td>the first number that was not</td></tr>
 * <tr><td>paused subscription</td><td>{@code sub#<subscription>}</td><td>{@code pause}</td></tr>
 * </table>
 *
 * Numbers in keys have 19 digits, zero-padded. Every item carries the version {@code v} of its
 * form.
 *
 * <p>What messages say, payload and attributes, goes into items and out of them through {@link
 * dev.postern.aws.Packing}, which compresses and encrypts it: of a record, of a subscription's dead
 * letter, and of the entry of a track. Of the latter two each item is packed by itself, parts too:
 * where a message is cut, and the digest of the whole, are those of what it says, not of what is
 * stored.
 *
 * <p>DynamoDB deletes by TTL in any order and days late, so order is kept by margins: a record goes
 * three days after its retention at the earliest, a journal entry seven days after its last
 * record's, a delivery one day after it has run out, a note of numbers that were passed by
 * likewise. Tracks and what waits in them stay until they are removed.
 *
 * <p>In the index, {@code dueShard} is {@code <destination>#<shard>} of lanes, {@code
 * blocked#<destination>} of those that are blocked, {@code track#<subscription>#<shard>} of tracks,
 * and {@code track#<subscription>#gap} of those that lack something.
 */
package dev.postern.aws;
