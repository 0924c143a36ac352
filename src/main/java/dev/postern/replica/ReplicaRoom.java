package dev.postern.replica;

import dev.postern.broker.BreakerConfig;
import dev.postern.broker.Breakers;
import dev.postern.broker.Broker;
import dev.postern.broker.GuardedBreakers;
import dev.postern.broker.Sender;
import dev.postern.destination.Destinations;
import dev.postern.flow.Scheduler;
import dev.postern.lane.Appender;
import dev.postern.lane.Backlog;
import dev.postern.lane.ByHand;
import dev.postern.lane.DeadLetters;
import dev.postern.lane.DrainMeans;
import dev.postern.lane.DrainTimes;
import dev.postern.lane.Drainer;
import dev.postern.lane.Eraser;
import dev.postern.lane.Erasures;
import dev.postern.lane.Groups;
import dev.postern.lane.Lanes;
import dev.postern.lane.WaitingGroups;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.Replicas;
import dev.postern.publish.Admission;
import dev.postern.publish.Availability;
import dev.postern.publish.Lookup;
import dev.postern.publish.PublishConfig;
import dev.postern.publish.PublishMany;
import dev.postern.publish.Publisher;
import dev.postern.publish.Witness;
import io.netty.channel.EventLoopGroup;
import io.quarkus.netty.MainEventLoopGroup;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts the rooms of the publish path together. */
@Singleton
class ReplicaRoom {
  @Produces
  @Singleton
  static SystemScheduler scheduler(@MainEventLoopGroup EventLoopGroup loops) {
    return new SystemScheduler(loops);
  }

  /** What is wrong stops the start. */
  void check(@Observes @Priority(100) StartupEvent event, ReplicaConfig config) {
    config.checked();
  }

  static void stop(@Disposes SystemScheduler scheduler) {
    scheduler.stop();
  }

  @Produces
  @Singleton
  static Heartbeat heartbeat(Replicas replicas, Scheduler scheduler, ReplicaConfig config) {
    return new Heartbeat(
        replicas, scheduler, config.replica().heartbeat(), config.replica().lease());
  }

  @Produces
  @Singleton
  static Breakers breakers(BreakerConfig config) {
    return new GuardedBreakers(config.checked());
  }

  @Produces
  @Singleton
  static Sender sender(Broker broker, Breakers breakers, Scheduler scheduler) {
    return new Sender(broker, breakers, scheduler);
  }

  @Produces
  @Singleton
  static DrainMeans drainMeans(
      Lanes lanes, Ledger ledger, Sender sender, Scheduler scheduler, ReplicaConfig config) {
    DrainTimes times =
        DrainTimes.of(config.replica().lease(), config.maxClockSkew(), Broker.SEND_TIMEOUT);
    return new DrainMeans(lanes, ledger, sender, scheduler, times);
  }

  @Produces
  @Singleton
  static Drainer drainer(DrainMeans means, Destinations destinations, Heartbeat heartbeat) {
    return new Drainer(means, destinations, heartbeat::tenure);
  }

  @Produces
  @Singleton
  static Watch watch(
      DrainMeans means,
      Replicas replicas,
      Drainer drainer,
      Heartbeat heartbeat,
      Destinations destinations,
      ReplicaConfig config) {
    Recovery recovery =
        new Recovery(
            means.ledger(),
            replicas,
            new Appender(means.lanes(), means.scheduler()),
            drainer,
            destinations);
    return new Watch(
        replicas,
        recovery,
        means.scheduler(),
        heartbeat::tenure,
        Watch.Pace.of(config.replica().heartbeat(), config.replica().lease()));
  }

  @Produces
  @Singleton
  static Lifecycle.Membership membership(Heartbeat heartbeat, Watch watch) {
    return new Lifecycle.Membership(heartbeat, watch);
  }

  @Produces
  @Singleton
  static Admission admission(PublishConfig config) {
    config.checked();
    return new Admission(
        new Admission.Bounds(
            config.queueLimit(), config.queueBytes().asLongValue(), config.queueTime()));
  }

  @Produces
  @Singleton
  static Publisher.Means publisherMeans(DrainMeans means, Replicas replicas, Drainer drainer) {
    return new Publisher.Means(means.ledger(), means.lanes(), replicas, means.sender(), drainer);
  }

  @Produces
  @Singleton
  static Publisher publisher(
      Publisher.Means means,
      Admission admission,
      Scheduler scheduler,
      Heartbeat heartbeat,
      Witness witness) {
    return Publisher.of(means, admission, scheduler, heartbeat::tenure, witness);
  }

  @Produces
  @Singleton
  static Availability availability(Breakers breakers) {
    return new Availability(breakers);
  }

  @Produces
  @Singleton
  static PublishMany publishMany(Publisher publisher, Scheduler scheduler) {
    return new PublishMany(publisher, scheduler);
  }

  @Produces
  @Singleton
  static Lookup lookup(Ledger ledger, Lanes lanes, Destinations destinations, Scheduler scheduler) {
    return new Lookup(ledger, lanes, destinations, scheduler);
  }

  @Produces
  @Singleton
  static Groups groups(DrainMeans means, ByHand byHand, Drainer drainer) {
    return new Groups(means, byHand, drainer);
  }

  @Produces
  @Singleton
  static WaitingGroups waitingGroups(Lanes lanes, ByHand byHand) {
    return new WaitingGroups(lanes, byHand);
  }

  @Produces
  @Singleton
  static DeadLetters deadLetters(DrainMeans means, ByHand byHand, Drainer drainer) {
    return new DeadLetters(means, byHand, drainer);
  }

  @Produces
  @Singleton
  static Eraser eraser(Ledger ledger, Erasures erasures, Scheduler scheduler) {
    return new Eraser(ledger, erasures, scheduler);
  }

  @Produces
  @Singleton
  static Backlog backlog(Lanes lanes, ByHand byHand, Scheduler scheduler) {
    return new Backlog(lanes, byHand, scheduler);
  }
}
