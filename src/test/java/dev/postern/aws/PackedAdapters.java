package dev.postern.aws;

import dev.postern.lane.ByHand;
import dev.postern.lane.Erasures;
import dev.postern.lane.ErasuresContract;
import dev.postern.lane.Lanes;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.LedgerContract;
import dev.postern.message.DestinationName;
import dev.postern.message.MessageId;
import dev.postern.order.Tracks;
import dev.postern.order.TracksContract;
import dev.postern.subscription.Letters;
import dev.postern.subscription.LettersContract;
import dev.postern.subscription.Reports;
import dev.postern.subscription.ReportsContract;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** What the adapters promise they promise also where what messages say is stored otherwise. */
abstract class PackedAdapters {
  /** The table that it is stored in. */
  abstract Table table();

  @Nested
  class OfRecords extends LedgerContract {
    @Override
    protected Ledger ledger() {
      return new DynamoDbLedger(table());
    }
  }

  @Nested
  class OfErasures extends ErasuresContract {
    @Override
    protected Ledger ledger() {
      return new DynamoDbLedger(table());
    }

    @Override
    protected Lanes lanes() {
      return new DynamoDbLanes(table());
    }

    @Override
    protected Erasures erasures() {
      return new DynamoDbErasures(table());
    }

    @Override
    protected Optional<Lanes.DeadLetter> letter(DestinationName name, MessageId id) {
      return get(new DynamoDbByHand(table()).letter(name, new ByHand.LetterPlace(diedAt(), id)));
    }
  }

  @Nested
  class OfReports extends ReportsContract {
    @Override
    protected Reports reports() {
      return new DynamoDbReports(table());
    }

    @Override
    protected Ledger ledger() {
      return new DynamoDbLedger(table());
    }
  }

  @Nested
  class OfLetters extends LettersContract {
    @Override
    protected Letters letters() {
      return new DynamoDbLetters(table());
    }
  }

  @Nested
  class OfTracks extends TracksContract {
    @Override
    protected Tracks tracks() {
      return new DynamoDbTracks(table());
    }
  }
}
