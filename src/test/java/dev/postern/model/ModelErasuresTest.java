package dev.postern.model;

import dev.postern.lane.Erasures;
import dev.postern.lane.ErasuresContract;
import dev.postern.lane.Lanes;
import dev.postern.ledger.Ledger;
import dev.postern.message.DestinationName;
import dev.postern.message.MessageId;
import java.util.Optional;

class ModelErasuresTest extends ErasuresContract {
  private final ModelTable table = new ModelTable();

  @Override
  protected Ledger ledger() {
    return new ModelLedger(table, Line.PERFECT);
  }

  @Override
  protected Lanes lanes() {
    return new ModelLanes(table, Line.PERFECT);
  }

  @Override
  protected Erasures erasures() {
    return new ModelErasures(table, Line.PERFECT);
  }

  @Override
  protected Optional<Lanes.DeadLetter> letter(DestinationName name, MessageId id) {
    return table.deadLetter(id);
  }
}
