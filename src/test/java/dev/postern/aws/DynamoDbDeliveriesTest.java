package dev.postern.aws;

import dev.postern.subscription.Deliveries;
import dev.postern.subscription.DeliveriesContract;

class DynamoDbDeliveriesTest extends DeliveriesContract {
  @Override
  protected Deliveries deliveries() {
    return new DynamoDbDeliveries(SharedTable.TABLE);
  }
}
