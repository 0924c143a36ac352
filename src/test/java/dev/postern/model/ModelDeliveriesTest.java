package dev.postern.model;

import dev.postern.subscription.Deliveries;
import dev.postern.subscription.DeliveriesContract;

class ModelDeliveriesTest extends DeliveriesContract {
  private final Deliveries deliveries = new ModelDeliveries(new ModelTable(), Line.PERFECT);

  @Override
  protected Deliveries deliveries() {
    return deliveries;
  }
}
