package dev.postern.simulation;

import dev.postern.broker.Envelope;
import dev.postern.broker.SendResult;
import dev.postern.lane.Head;
import dev.postern.lane.LaneEntry;
import dev.postern.lane.LaneId;
import dev.postern.lane.Lanes;
import dev.postern.ledger.EntryId;
import dev.postern.ledger.JournalEntry;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.LowWater;
import dev.postern.ledger.NumberedBatch;
import dev.postern.ledger.Progress;
import dev.postern.ledger.Record;
import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.SeriesEnd;
import dev.postern.ledger.SeriesId;
import dev.postern.message.KeyHash;
import dev.postern.message.MessageId;
import dev.postern.model.Lie;
import dev.postern.model.ModelQueues;
import dev.postern.model.ModelTable;
import dev.postern.replica.Assembly;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The protections that are taken away in turn; each is one sentence of the protocol. */
enum Sabotages implements Sabotage {
  /** Who publishes takes every lane for clear. */
  LANE_READ_AS_CLEAR {
    @Override
    public Assembly.Ports ports(Assembly.Ports honest, Events events, Supplier<ReplicaId> own) {
      return publishing(
          honest,
          ledger -> ledger,
          lanes ->
              new ForwardingLanes(lanes) {
                @Override
                public CompletionStage<Map<LaneId, Head>> heads(Collection<LaneId> asked) {
                  return super.heads(asked)
                      .thenApply(
                          heads -> {
                            Map<LaneId, Head> clear = new HashMap<>(heads);
                            clear.replaceAll((lane, head) -> Head.ABSENT);
                            return clear;
                          });
                }
              });
    }
  },

  /** The lane's head was read before the message arrived. */
  HEAD_READ_BEFORE_ARRIVAL {
    @Override
    public Assembly.Ports ports(Assembly.Ports honest, Events events, Supplier<ReplicaId> own) {
      record Read(long at, Head head) {}
      Map<LaneId, Read> before = new HashMap<>();
      return publishing(
          honest,
          ledger -> ledger,
          lanes ->
              new ForwardingLanes(lanes) {
                @Override
                public CompletionStage<Map<LaneId, Head>> heads(Collection<LaneId> asked) {
                  return super.heads(asked)
                      .thenApply(
                          heads -> {
                            Map<LaneId, Head> old = new HashMap<>(heads);
                            heads.forEach(
                                (lane, head) -> {
                                  Read read = before.get(lane);
                                  if (read != null && events.now() - read.at() < 5_000_000_000L) {
                                    old.put(lane, read.head());
                                  } else {
                                    before.put(lane, new Read(events.now(), head));
                                  }
                                });
                            return old;
                          });
                }
              });
    }
  },

  /** A lane is taken from its holder at once. */
  LEASE_IGNORED {
    @Override
    public Assembly.Ports ports(Assembly.Ports honest, Events events, Supplier<ReplicaId> own) {
      return draining(
          honest,
          ledger -> ledger,
          lanes ->
              new ForwardingLanes(lanes) {
                @Override
                public CompletionStage<Map<LaneId, Head>> heads(Collection<LaneId> asked) {
                  return super.heads(asked)
                      .thenApply(
                          heads -> {
                            Map<LaneId, Head> free = new HashMap<>(heads);
                            free.replaceAll((lane, head) -> free(head));
                            return free;
                          });
                }
              });
    }
  },

  /** Each attempt is a message of its own to the broker. */
  DEDUPLICATION_ID_OF_EACH_ATTEMPT {
    @Override
    public void services(ModelTable table, ModelQueues queues) {
      queues.forgetEverything();
    }
  },

  /** A replica takes its own write, whose answer was lost, for another's. */
  OWN_WRITE_NOT_KNOWN {
    @Override
    public Assembly.Ports ports(Assembly.Ports honest, Events events, Supplier<ReplicaId> own) {
      Set<MessageId> seen = new HashSet<>();
      return publishing(
          honest,
          ledger ->
              new ForwardingLedger(ledger) {
                @Override
                public CompletionStage<Optional<Record>> find(KeyHash key) {
                  return super.find(key).thenApply(found -> found.map(record -> estranged(record)));
                }

                private Record estranged(Record record) {
                  // Only the first look decides whose it is; later ones follow its fate.
                  boolean mine = record.acceptance().entry().replica().equals(own.get());
                  if (!mine || !seen.add(record.id())) {
                    return record;
                  }
                  Record.Acceptance there = record.acceptance();
                  return new Record(
                      record.id(),
                      record.message(),
                      new Record.Acceptance(
                          there.fingerprint(),
                          new EntryId(own.get(), Long.MAX_VALUE),
                          there.expiresAt(),
                          there.number()),
                      record.fate());
                }
              },
          lanes -> lanes);
    }
  },

  /** A series is moved on from wherever it stands. */
  NUMBER_NOT_CHECKED {
    @Override
    public void services(ModelTable table, ModelQueues queues) {
      table.lie(Lie.NUMBER_NOT_CHECKED);
    }
  },

  /** Whoever takes a number does not look whether the one before is worked on. */
  PREDECESSOR_LEFT_BEHIND {
    @Override
    public Assembly.Ports ports(Assembly.Ports honest, Events events, Supplier<ReplicaId> own) {
      return publishing(
          honest,
          ledger ->
              new ForwardingLedger(ledger) {
                @Override
                public CompletionStage<Map<SeriesId, SeriesEnd>> ends(Collection<SeriesId> of) {
                  return super.ends(of).thenApply(ends -> anonymous(ends));
                }

                @Override
                public CompletionStage<Optional<NumberedBatch.Refusal>> insert(
                    NumberedBatch batch) {
                  return super.insert(batch)
                      .thenApply(
                          refused ->
                              refused.map(
                                  why ->
                                      new NumberedBatch.Refusal(
                                          why.entry(), why.taken(), anonymous(why.ends()))));
                }

                private Map<SeriesId, SeriesEnd> anonymous(Map<SeriesId, SeriesEnd> ends) {
                  Map<SeriesId, SeriesEnd> all = new HashMap<>();
                  ends.forEach(
                      (series, end) ->
                          all.put(series, new SeriesEnd(end.number(), Optional.empty())));
                  return all;
                }
              },
          lanes -> lanes);
    }
  },

  /** A number that will not come is not marked on the broker. */
  GAP_NOT_MARKED {
    @Override
    public Assembly.Ports ports(Assembly.Ports honest, Events events, Supplier<ReplicaId> own) {
      return new Assembly.Ports(
          honest.publishing(),
          honest.draining(),
          honest.replicas(),
          (destination, messages) ->
              messages.stream()
                      .anyMatch(each -> each.envelope().attributes().containsKey(Envelope.GAP))
                  ? CompletableFuture.completedFuture(
                      messages.stream()
                          .<SendResult>map(
                              each -> new SendResult.Accepted("none", Optional.empty()))
                          .toList())
                  : honest.broker().send(destination, messages),
          honest.breakers());
    }
  },

  /** A record runs out while its message waits. */
  RECORD_NOT_HELD {
    @Override
    public void services(ModelTable table, ModelQueues queues) {
      table.lie(Lie.HOLD_KEEPS_TTL);
    }
  },

  /** A replica acts whether its heartbeat arrives or not. */
  TENURE_ALWAYS_HELD {
    @Override
    public Duration tenureLease() {
      return Duration.ofDays(1);
    }
  },

  /** Whoever opened an entry is taken to be at it still. */
  OPENER_TAKEN_TO_BE_ALIVE {
    @Override
    public Assembly.Ports ports(Assembly.Ports honest, Events events, Supplier<ReplicaId> own) {
      ForwardingReplicas replicas =
          new ForwardingReplicas(honest.replicas()) {
            @Override
            public CompletionStage<Boolean> isPresent(ReplicaId replica) {
              return CompletableFuture.completedFuture(true);
            }
          };
      return new Assembly.Ports(
          publishing(
                  honest,
                  ledger ->
                      new ForwardingLedger(ledger) {
                        @Override
                        public CompletionStage<Optional<JournalEntry>> find(EntryId entry) {
                          return super.find(entry)
                              .thenApply(found -> found.map(there -> asOpened(there)));
                        }
                      },
                  lanes -> lanes)
              .publishing(),
          honest.draining(),
          replicas,
          honest.broker(),
          honest.breakers());
    }
  },

  /** Recovery begins after everything that was ever opened. */
  LOW_WATER_TOO_HIGH {
    @Override
    public Assembly.Ports ports(Assembly.Ports honest, Events events, Supplier<ReplicaId> own) {
      return new Assembly.Ports(
          honest.publishing(),
          honest.draining(),
          new ForwardingReplicas(honest.replicas()) {
            @Override
            public CompletionStage<Boolean> beat(ReplicaId replica, LowWater lowWater) {
              return super.beat(
                  replica, new LowWater(lowWater.marks().stream().map(mark -> mark + 8).toList()));
            }
          },
          honest.broker(),
          honest.breakers());
    }
  },

  /** A message is said to be handed over while it is not yet in its lane. */
  HANDED_OVER_BEFORE_APPEND {
    @Override
    public Assembly.Ports ports(Assembly.Ports honest, Events events, Supplier<ReplicaId> own) {
      return publishing(
          honest,
          ledger -> ledger,
          lanes ->
              new ForwardingLanes(lanes) {
                @Override
                public CompletionStage<Optional<LaneEntry>> put(
                    LaneId lane, long number, LaneEntry entry) {
                  var unused = super.put(lane, number, entry);
                  return CompletableFuture.completedFuture(Optional.empty());
                }
              });
    }
  },

  /** Nobody remembers that an attempt may have been accepted. */
  UNKNOWN_ATTEMPT_FORGOTTEN {
    @Override
    public Assembly.Ports ports(Assembly.Ports honest, Events events, Supplier<ReplicaId> own) {
      UnaryOperator<Lanes> forgetful =
          lanes ->
              new ForwardingLanes(lanes) {
                @Override
                public CompletionStage<Void> markUnknown(LaneId lane, long number, Instant since) {
                  return CompletableFuture.completedFuture(null);
                }

                @Override
                public CompletionStage<Optional<LaneEntry>> put(
                    LaneId lane, long number, LaneEntry entry) {
                  return super.put(
                      lane,
                      number,
                      entry.fold(
                          waiting -> new LaneEntry.Waiting(waiting.message(), Optional.empty()),
                          tombstone -> tombstone));
                }
              };
      return draining(publishing(honest, ledger -> ledger, forgetful), ledger -> ledger, forgetful);
    }
  },

  /** A failure of the store ends the work with the answer. */
  WORK_ENDS_WITH_503 {
    @Override
    public Assembly.Ports ports(Assembly.Ports honest, Events events, Supplier<ReplicaId> own) {
      return publishing(
          honest,
          ledger ->
              new ForwardingLedger(ledger) {
                @Override
                public CompletionStage<Boolean> settle(
                    EntryId entry, ReplicaId owner, Map<Integer, Progress> progress) {
                  return givenUp(super.settle(entry, owner, progress));
                }

                @Override
                public CompletionStage<Boolean> hold(MessageId message) {
                  return givenUp(super.hold(message));
                }
              },
          lanes ->
              new ForwardingLanes(lanes) {
                @Override
                public CompletionStage<Long> reserve(LaneId lane, Instant now) {
                  return givenUp(super.reserve(lane, now));
                }

                @Override
                public CompletionStage<Optional<LaneEntry>> put(
                    LaneId lane, long number, LaneEntry entry) {
                  return givenUp(super.put(lane, number, entry));
                }
              });
    }
  },

  /** What a claimant left when it died itself is nobody's care. */
  CLAIMED_ONCE_FOR_ALL {
    @Override
    public Assembly.Ports ports(Assembly.Ports honest, Events events, Supplier<ReplicaId> own) {
      return new Assembly.Ports(
          honest.publishing(),
          honest.draining(),
          new ForwardingReplicas(honest.replicas()) {
            @Override
            public CompletionStage<List<Member>> all() {
              return super.all()
                  .thenApply(
                      members ->
                          members.stream().filter(each -> each.claimedBy().isEmpty()).toList());
            }
          },
          honest.broker(),
          honest.breakers());
    }
  },

  /** A lane is given up though more was appended meanwhile. */
  RELEASE_NOT_CHECKED {
    @Override
    public void services(ModelTable table, ModelQueues queues) {
      table.lie(Lie.RELEASE_NOT_CHECKED);
    }
  },

  /** Nothing is written where it is settled; whoever is answered 201 is answered from memory. */
  SETTLED_IN_MEMORY {
    @Override
    public Assembly.Ports ports(Assembly.Ports honest, Events events, Supplier<ReplicaId> own) {
      return publishing(
          honest,
          ledger ->
              new ForwardingLedger(ledger) {
                @Override
                public CompletionStage<Boolean> settle(
                    EntryId entry, ReplicaId owner, Map<Integer, Progress> progress) {
                  var unused = super.settle(entry, owner, progress);
                  return CompletableFuture.completedFuture(true);
                }
              },
          lanes -> lanes);
    }
  };

  private static <T> CompletionStage<T> givenUp(CompletionStage<T> work) {
    return work.exceptionallyCompose(
        failure -> CompletableFuture.failedFuture(new IllegalStateException("given up")));
  }

  private static Head free(Head head) {
    return new Head(
        head.tail(),
        head.done(),
        new Head.Holding(Optional.empty(), head.holding().fence(), head.holding().counter()),
        head.retry(),
        head.blockedBy(),
        head.skipped());
  }

  private static JournalEntry asOpened(JournalEntry there) {
    return new JournalEntry(
        there.id(), there.id().replica(), there.openedAt(), there.messages(), there.progress());
  }

  private static Assembly.Ports publishing(
      Assembly.Ports honest, UnaryOperator<Ledger> ledger, UnaryOperator<Lanes> lanes) {
    return new Assembly.Ports(
        changed(honest.publishing(), ledger, lanes),
        honest.draining(),
        honest.replicas(),
        honest.broker(),
        honest.breakers());
  }

  static Assembly.Ports draining(
      Assembly.Ports honest, UnaryOperator<Ledger> ledger, UnaryOperator<Lanes> lanes) {
    return new Assembly.Ports(
        honest.publishing(),
        changed(honest.draining(), ledger, lanes),
        honest.replicas(),
        honest.broker(),
        honest.breakers());
  }

  private static Assembly.View changed(
      Assembly.View view, UnaryOperator<Ledger> ledger, UnaryOperator<Lanes> lanes) {
    return new Assembly.View(ledger.apply(view.ledger()), lanes.apply(view.lanes()));
  }
}
