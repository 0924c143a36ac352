/**
 * Embedded AWS for development, tests and benchmarks: DynamoDB, SQS and SNS in one process of their
 * own, on loopback, each with a proxy in front that can be told to fail.
 *
 * <p>It is built into {@code target/local-aws} and started as a program; nothing in it stands on
 * the gateway's class path, in its package or in its native image. DynamoDB Local stands under
 * Amazon's own licence: Maven resolves it for the user, and it is reached by reflection only, so
 * that no code of the project is compiled against it.
 */
package dev.postern.local.aws;
