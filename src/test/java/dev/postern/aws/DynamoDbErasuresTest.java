package dev.postern.aws;

import dev.postern.lane.ByHand;
import dev.postern.lane.Erasures;
import dev.postern.lane.ErasuresContract;
import dev.postern.lane.Lanes;
import dev.postern.ledger.Ledger;
import dev.postern.message.DestinationName;
import dev.postern.message.MessageId;
import java.util.Optional;

class DynamoDbErasuresTest extends ErasuresContract {
  @Override
  protected Ledger ledger() {
    return new DynamoDbLedger(SharedTable.TABLE);
  }

  @Override
  protected Lanes lanes() {
    return new DynamoDbLanes(SharedTable.TABLE);
  }

  @Override
  protected Erasures erasures() {
    return new DynamoDbErasures(SharedTable.TABLE);
  }

  @Override
  protected Optional<Lanes.DeadLetter> letter(DestinationName name, MessageId id) {
    return get(
        new DynamoDbByHand(SharedTable.TABLE).letter(name, new ByHand.LetterPlace(diedAt(), id)));
  }
}
