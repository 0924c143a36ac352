/**
 * The floor: a request in, one send by the AWS SDK, an answer. No record, so nothing is known of a
 * message afterwards, and whatever fails on the way is lost or doubled.
 */
package dev.postern.bench.direct;
