/**
 * Apache Camel as its manual has it: HTTP in, an idempotent consumer over DynamoDB, SQS out. Its
 * repository knows keys only: it keeps no payload, so a message whose process ends between the two
 * is not sent again by anybody but its caller.
 */
package dev.postern.bench.camel;
