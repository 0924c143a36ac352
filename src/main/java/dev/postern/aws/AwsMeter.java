package dev.postern.aws;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * Counts what costs money: calls to AWS, by service, operation and result, and the write units that
 * DynamoDB says it consumed, by operation. And what is spared: write units by compressing.
 */
final class AwsMeter implements ExecutionInterceptor {
  /** Named anew each time it is loaded: a live reload loads this again, but not the SDK. */
  private static final ExecutionAttribute<Long> BEGUN =
      new ExecutionAttribute<>(
          "postern.begun." + System.identityHashCode(AwsMeter.class.getClassLoader()));

  private final MeterRegistry meters;
  private final Counter saved;

  AwsMeter(MeterRegistry meters) {
    this.meters = meters;
    this.saved = meters.counter("postern.compression.saved.units");
  }

  /** Told the write units that an item takes less by having been compressed. */
  void saved(long units) {
    saved.increment((double) units);
  }

  @Override
  public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
    attributes.putAttribute(BEGUN, meters.config().clock().monotonicTime());
  }

  /** Asks to be told what a write consumes; that costs nothing. */
  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest call, ExecutionAttributes attributes) {
    SdkRequest request = call.request();
    if (request instanceof BatchExecuteStatementRequest batch) {
      return batch.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build();
    }
    if (request instanceof UpdateItemRequest update) {
      return update.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build();
    }
    if (request instanceof PutItemRequest put) {
      return put.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build();
    }
    if (request instanceof DeleteItemRequest delete) {
      return delete.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build();
    }
    return request;
  }

  @Override
  public void afterExecution(Context.AfterExecution call, ExecutionAttributes attributes) {
    count(attributes, "ok");
    double units =
        consumed(call.response())
            .map(ConsumedCapacity::capacityUnits)
            .flatMap(each -> Optional.ofNullable(each).stream())
            .mapToDouble(Double::doubleValue)
            .sum();
    if (units > 0) {
      meters
          .counter("postern.aws.write.units", "operation", operation(attributes))
          .increment(units);
    }
  }

  private static Stream<ConsumedCapacity> consumed(SdkResponse response) {
    if (response instanceof BatchExecuteStatementResponse batch) {
      return batch.consumedCapacity().stream();
    }
    ConsumedCapacity one = null;
    if (response instanceof UpdateItemResponse update) {
      one = update.consumedCapacity();
    } else if (response instanceof PutItemResponse put) {
      one = put.consumedCapacity();
    } else if (response instanceof DeleteItemResponse delete) {
      one = delete.consumedCapacity();
    }
    return Optional.ofNullable(one).stream();
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution call, ExecutionAttributes attributes) {
    String code = Fault.of(call.exception()).code();
    count(attributes, code.isEmpty() ? "unanswered" : code);
  }

  private void count(ExecutionAttributes attributes, String result) {
    long took =
        meters.config().clock().monotonicTime()
            - Optional.ofNullable(attributes.getAttribute(BEGUN)).orElse(0L);
    meters
        .timer(
            "postern.aws.calls",
            List.of(
                Tag.of("service", attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME)),
                Tag.of("operation", operation(attributes)),
                Tag.of("result", result)))
        .record(took, TimeUnit.NANOSECONDS);
  }

  private static String operation(ExecutionAttributes attributes) {
    return attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
  }
}
