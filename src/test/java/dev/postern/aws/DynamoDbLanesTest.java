package dev.postern.aws;

import dev.postern.lane.Lanes;
import dev.postern.lane.LanesContract;

class DynamoDbLanesTest extends LanesContract {
  @Override
  protected Lanes lanes() {
    return new DynamoDbLanes(SharedTable.TABLE);
  }
}
