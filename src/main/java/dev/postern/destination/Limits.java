package dev.postern.destination;

import java.time.Duration;

/**
 * A destination's bounds.
 *
 * @param maxPayload bytes of body (after base64) and attributes together
 * @param maxAttempts sends before a message dies
 * @param maxAge from acceptance until a message dies
 * @param inFlightBatches batches in flight per replica
 */
public record Limits(
    int maxPayload, int maxAttempts, Duration maxAge, int inFlightBatches, Retention retention) {
  /**
   * The most that fits: SQS and SNS took 256 KiB for most of their lives and take 1 MiB today, but
   * a record must fit a DynamoDB item of 400 KB beside everything else it holds.
   */
  public static final int MOST_PAYLOAD = 350 * 1024;
}
