/** SQS and SNS: queues and topics that deduplicate and keep their order. */
package dev.postern.bench.stub.messaging;
