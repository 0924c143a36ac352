package dev.postern.aws;

import dev.postern.ledger.Ledger;
import dev.postern.subscription.Reports;
import dev.postern.subscription.ReportsContract;

class DynamoDbReportsTest extends ReportsContract {
  @Override
  protected Reports reports() {
    return new DynamoDbReports(SharedTable.TABLE);
  }

  @Override
  protected Ledger ledger() {
    return new DynamoDbLedger(SharedTable.TABLE);
  }
}
