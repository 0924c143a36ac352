package dev.postern.simulation;

import dev.postern.message.Attribute;
import dev.postern.message.Stamp;
import dev.postern.message.SubscriptionName;
import dev.postern.model.Lie;
import dev.postern.model.ModelTable;
import dev.postern.order.Track;
import dev.postern.order.TrackId;
import dev.postern.order.Tracks;
import dev.postern.subscription.Arrival;
import dev.postern.subscription.Deliveries;
import dev.postern.subscription.Delivery;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.InboundId;
import dev.postern.subscription.Inbox;
import dev.postern.subscription.Subscription;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The protections of the consuming half that are taken away in turn. */
enum ConsumerSabotages implements ConsumerSabotage {
  /** An outcome is recorded though the message was handed over again. */
  VERSION_NOT_CHECKED {
    @Override
    public void services(ModelTable table) {
      table.lie(Lie.DELIVERY_WRITTEN_WHATEVER_STANDS);
    }
  },

  /** What becomes of a message is not written down. */
  DELIVERY_NOT_WRITTEN {
    @Override
    public void services(ModelTable table) {
      table.lie(Lie.DELIVERY_NOT_WRITTEN);
    }
  },

  /** What is written of a message is not looked at. */
  DELIVERY_NOT_READ {
    @Override
    public Deliveries deliveries(Deliveries honest) {
      return new Deliveries() {
        @Override
        public CompletionStage<Map<InboundId, Delivery>> find(
            SubscriptionName subscription, Collection<InboundId> messages) {
          return CompletableFuture.completedFuture(Map.of());
        }

        @Override
        public CompletionStage<List<Write>> write(List<Change> changes) {
          return honest.write(changes);
        }
      };
    }
  },

  /** A dead message leaves its queue without a letter. */
  LETTER_NOT_KEPT {
    @Override
    public void services(ModelTable table) {
      table.lie(Lie.LETTER_NOT_KEPT);
    }
  },

  /** A message is taken to have left its queue whatever the queue says. */
  DELETION_NOT_CHECKED {
    @Override
    public Inbox inbox(Inbox honest) {
      return new ForwardingInbox(honest) {
        @Override
        public CompletionStage<List<Done>> delete(
            Subscription subscription, List<String> receipts) {
          List<Done> done = Collections.nCopies(receipts.size(), Done.DONE);
          return super.delete(subscription, receipts).handle((told, failure) -> done);
        }
      };
    }
  },

  /** Each message is taken to arrive for the first time. */
  RECEIPTS_NOT_COUNTED {
    @Override
    public Inbox inbox(Inbox honest) {
      return new ForwardingInbox(honest) {
        @Override
        Arrival seen(Arrival arrival) {
          return new Arrival(
              arrival.message(), arrival.queueId(), arrival.receipt(), 1, arrival.flaw());
        }
      };
    }
  },

  /** Which group a message belongs to is not looked at. */
  GROUP_NOT_SEEN {
    @Override
    public Inbox inbox(Inbox honest) {
      return new ForwardingInbox(honest) {
        @Override
        Arrival seen(Arrival arrival) {
          Inbound message = arrival.message();
          return with(
              arrival,
              new Inbound(
                  message.id(),
                  Optional.empty(),
                  message.body(),
                  message.attributes(),
                  message.sentAt()));
        }
      };
    }
  },

  /** A message's causes at other producers are not looked at. */
  CAUSES_NOT_SEEN {
    @Override
    public Inbox inbox(Inbox honest) {
      return new ForwardingInbox(honest) {
        @Override
        Arrival seen(Arrival arrival) {
          Inbound message = arrival.message();
          Map<String, Attribute> attributes = new HashMap<>(message.attributes());
          attributes.computeIfPresent(
              Stamp.CAUSAL_CLOCK,
              (name, clock) ->
                  new Attribute.Text(own(message.text(Stamp.CAUSAL_CLOCK).orElseThrow())));
          return with(
              arrival,
              new Inbound(
                  message.id(), message.group(), message.body(), attributes, message.sentAt()));
        }
      };
    }
  },

  /** A track is changed though another changed it since. */
  TRACK_NOT_CHECKED {
    @Override
    public void services(ModelTable table) {
      table.lie(Lie.TRACK_WRITTEN_WHATEVER_STANDS);
    }
  },

  /** What waits for its turn leaves the queue without being kept. */
  ENTRY_NOT_KEPT {
    @Override
    public void services(ModelTable table) {
      table.lie(Lie.ENTRY_NOT_KEPT);
    }
  },

  /** Numbers are passed by, and who comes late is taken for a duplicate. */
  PASSING_BY_NOT_NOTED {
    @Override
    public void services(ModelTable table) {
      table.lie(Lie.PASSING_BY_NOT_NOTED);
    }
  },

  /** That a message of the track is out is not looked at. */
  TURN_NOT_SEEN {
    @Override
    public Tracks tracks(Tracks honest) {
      return new ForwardingTracks(honest) {
        @Override
        Track seen(Track track) {
          Track.Turns turns = track.turns();
          return new Track(
              track.id(),
              track.version(),
              track.numbers(),
              new Track.Turns(turns.last(), turns.done(), turns.deliveries(), Optional.empty()),
              track.gap(),
              track.dueAt());
        }
      };
    }
  },

  /** What another process left to be done is not found. */
  INDEX_NOT_READ {
    @Override
    public Tracks tracks(Tracks honest) {
      return new ForwardingTracks(honest) {
        @Override
        public CompletionStage<List<TrackId>> due(
            SubscriptionName subscription, int shard, Instant by, int most) {
          return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletionStage<List<TrackId>> lacking(
            SubscriptionName subscription, Instant by, int most) {
          return CompletableFuture.completedFuture(List.of());
        }
      };
    }
  };

  private static Arrival with(Arrival arrival, Inbound message) {
    return new Arrival(
        message, arrival.queueId(), arrival.receipt(), arrival.receiveCount(), arrival.flaw());
  }

  /** The clock of the message's own producer alone. */
  private static String own(String clock) {
    Matcher own = Pattern.compile("\"producer\":\"(\\w+)\".*\"\\1\":(\\d+)").matcher(clock);
    if (!own.find()) {
      throw new IllegalArgumentException(clock);
    }
    return String.format(
        "{\"producer\":\"%s\",\"clock\":{\"%1$s\":%s}}", own.group(1), own.group(2));
  }
}
