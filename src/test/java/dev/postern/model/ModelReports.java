package dev.postern.model;

import dev.postern.ledger.Record;
import dev.postern.message.SubscriptionName;
import dev.postern.subscription.Reports;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Reports on the records of a {@link ModelTable}, at the end of a line. */
public record ModelReports(ModelTable table, Line line) implements Reports {
  @Override
  public CompletionStage<List<Write>> write(List<Report> reports) {
    return line.call("reports write", () -> reports.stream().map(this::write).toList());
  }

  private Write write(Report report) {
    if (line.leavesOut("report")) {
      return Write.FAILED;
    }
    Optional<ModelTable.RecordItem> about =
        Optional.ofNullable(table.records.get(report.message().keyHash()))
            .filter(item -> isAbout(report, item));
    about.ifPresent(
        item -> {
          Record there = item.record;
          Map<SubscriptionName, Instant> processed = new HashMap<>(there.fate().processed());
          processed.put(report.subscription(), report.at());
          item.record =
              new Record(
                  there.id(),
                  there.message(),
                  there.acceptance(),
                  there.fate().processed(processed));
        });
    return about.isPresent() ? Write.WRITTEN : Write.UNCHANGED;
  }

  private static boolean isAbout(Report report, ModelTable.RecordItem item) {
    Record record = item.record;
    return record.id().equals(report.message())
        && record.message().tenant().equals(report.tenant())
        && report.destination().map(record.message().destination()::equals).orElse(true)
        && (item.ttl.isEmpty() || !record.isExpired(report.at()))
        && !record.fate().processed().containsKey(report.subscription());
  }
}
