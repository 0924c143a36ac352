/**
 * A stub of the endpoints of DynamoDB, SQS and SNS in a process of its own: fixed latencies, honest
 * conditions, deduplication, order and consumed capacity, and thin enough not to be what limits a
 * benchmark. What it does not understand it refuses loudly; it never pretends.
 */
package dev.postern.bench.stub;
