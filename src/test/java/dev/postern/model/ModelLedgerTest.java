package dev.postern.model;

import dev.postern.ledger.Ledger;
import dev.postern.ledger.LedgerContract;

class ModelLedgerTest extends LedgerContract {
  private final Ledger ledger = new ModelLedger(new ModelTable(), Line.PERFECT);

  @Override
  protected Ledger ledger() {
    return ledger;
  }
}
