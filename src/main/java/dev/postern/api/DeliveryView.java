package dev.postern.api;

import dev.postern.subscription.Delivery;
import dev.postern.subscription.Failure;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What became of a message at a subscription, as answers show it. */
final class DeliveryView implements Delivery.Cases<String> {
  private final Map<String, Object> members = new LinkedHashMap<>();

  private final boolean withResult;

  private DeliveryView(boolean withResult) {
    this.withResult = withResult;
  }

  /** The same, with what the consumer made of the message or without. */
  static Map<String, Object> of(Delivery delivery, boolean withResult) {
    DeliveryView view = new DeliveryView(withResult);
    view.members.put("messageId", delivery.message().value());
    view.members.put("subscription", delivery.subscription().value());
    view.members.put("status", delivery.state().fold(view));
    view.members.put("attempts", delivery.attempts());
    delivery.lastFailure().ifPresent(failure -> failed(failure, view.members));
    view.members.put("changedAt", MessageView.time(delivery.changedAt()));
    view.members.put("expiresAt", MessageView.time(delivery.expiresAt()));
    return view.members;
  }

  static void failed(Failure failure, Map<String, Object> members) {
    failure.status().ifPresent(status -> members.put("lastStatus", status));
    members.put("lastError", failure.error());
  }

  @Override
  public String processing(Delivery.Processing state) {
    if (state.leaseUntil().isAfter(Instant.EPOCH)) {
      members.put("leaseUntil", MessageView.time(state.leaseUntil()));
    }
    return "processing";
  }

  @Override
  public String completed(Delivery.Completed state) {
    state
        .result()
        .filter(result -> withResult)
        .ifPresent(result -> members.put("result", ExactJson.value(result)));
    return "completed";
  }

  @Override
  public String dead(Delivery.Dead state) {
    if (state.redriven()) {
      return "processing";
    }
    members.put("reason", state.reason().word());
    members.put("diedAt", MessageView.time(state.at()));
    members.put("blocksGroup", state.receipt().isPresent());
    return "dead";
  }

  @Override
  public String dropped(Delivery.Dropped state) {
    return "dropped";
  }
}
