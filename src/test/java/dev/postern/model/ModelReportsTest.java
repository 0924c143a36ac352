package dev.postern.model;

import dev.postern.ledger.Ledger;
import dev.postern.subscription.Reports;
import dev.postern.subscription.ReportsContract;

class ModelReportsTest extends ReportsContract {
  private final ModelTable table = new ModelTable();

  @Override
  protected Reports reports() {
    return new ModelReports(table, Line.PERFECT);
  }

  @Override
  protected Ledger ledger() {
    return new ModelLedger(table, Line.PERFECT);
  }
}
