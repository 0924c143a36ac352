package dev.postern.model;

import dev.postern.ledger.LowWater;
import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.Replicas;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The list of replicas in a {@link ModelTable}, at the end of a line. */
public record ModelReplicas(ModelTable table, Line line) implements Replicas {
  @Override
  public CompletionStage<Void> enter(ReplicaId replica) {
    return line.call(
        "enter",
        () -> {
          table.replicas.put(replica, new ModelTable.ReplicaItem());
          return null;
        });
  }

  @Override
  public CompletionStage<Boolean> beat(ReplicaId replica, LowWater lowWater) {
    return line.call(
        "beat",
        () -> {
          Optional<ModelTable.ReplicaItem> own = unclaimed(replica);
          own.ifPresent(
              item -> {
                item.counter++;
                item.lowWater = lowWater;
              });
          return own.isPresent();
        });
  }

  @Override
  public CompletionStage<Boolean> isPresent(ReplicaId replica) {
    return line.call("isPresent", () -> unclaimed(replica).isPresent());
  }

  private Optional<ModelTable.ReplicaItem> unclaimed(ReplicaId replica) {
    return Optional.ofNullable(table.replicas.get(replica))
        .filter(item -> item.claimedBy.isEmpty());
  }

  @Override
  public CompletionStage<List<Member>> all() {
    return line.call(
        "all replicas",
        () ->
            table.replicas.entrySet().stream()
                .map(
                    each ->
                        new Member(
                            each.getKey(),
                            each.getValue().counter,
                            each.getValue().lowWater,
                            each.getValue().claimedBy))
                .toList());
  }

  @Override
  public CompletionStage<Boolean> claim(Member seen, ReplicaId claimant) {
    return line.call(
        "claim",
        () -> {
          ModelTable.ReplicaItem item = table.replicas.get(seen.id());
          if (item == null
              || item.counter != seen.counter()
              || !item.claimedBy.equals(seen.claimedBy())) {
            return false;
          }
          item.claimedBy = Optional.of(claimant);
          return true;
        });
  }

  @Override
  public CompletionStage<Boolean> remove(ReplicaId recovered, ReplicaId claimant) {
    return line.call(
        "remove replica",
        () -> {
          ModelTable.ReplicaItem item = table.replicas.get(recovered);
          boolean own = item != null && item.claimedBy.equals(Optional.of(claimant));
          if (own) {
            table.replicas.remove(recovered);
          }
          return own;
        });
  }

  @Override
  public CompletionStage<Boolean> leave(ReplicaId replica) {
    return line.call(
        "leave",
        () -> {
          boolean own = unclaimed(replica).isPresent();
          if (own) {
            table.replicas.remove(replica);
          }
          return own;
        });
  }
}
