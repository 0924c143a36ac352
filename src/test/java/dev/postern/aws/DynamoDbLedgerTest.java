package dev.postern.aws;

import dev.postern.ledger.Ledger;
import dev.postern.ledger.LedgerContract;

class DynamoDbLedgerTest extends LedgerContract {
  @Override
  protected Ledger ledger() {
    return new DynamoDbLedger(SharedTable.TABLE);
  }
}
