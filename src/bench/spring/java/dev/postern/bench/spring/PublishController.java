package dev.postern.bench.spring;

import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Publishes each message once by its key. */
@RestController
class PublishController {
  /** What the caller is told. */
  record Told(String id, String status, String brokerMessageId) {}

  private final Publications publications;
  private final Queues queues;

  PublishController(Publications publications, Queues queues) {
    this.publications = publications;
    this.queues = queues;
  }

  /** Answers once all was made that is needed. */
  @GetMapping("/q/health/ready")
  String ready() {
    return "UP";
  }

  /** 201 where it is published now, 200 where it was already. */
  @PostMapping("/v1/destinations/{destination}/messages")
  ResponseEntity<Told> publish(
      @PathVariable String destination,
      @RequestHeader("Idempotency-Key") String key,
      @RequestHeader("Message-Group-Id") String group,
      @RequestBody byte[] payload) {
    Publication publication = new Publication();
    publication.setPk(destination + "/" + key);
    publication.setId(UUID.randomUUID().toString());
    publication.setDestination(destination);
    publication.setDeduplicationId(key);
    publication.setGroup(group);
    publication.setPayload(payload);
    try {
      publications.insert(publication);
    } catch (ConditionalCheckFailedException taken) {
      return replay(publications.find(publication.getPk()));
    }
    return ResponseEntity.status(201).body(sendAndMark(publication));
  }

  /** Where another request stopped between record and mark, the message is sent again. */
  private ResponseEntity<Told> replay(Publication known) {
    return ResponseEntity.ok(
        known.getBrokerMessageId() == null
            ? sendAndMark(known)
            : told(known, known.getBrokerMessageId()));
  }

  private Told sendAndMark(Publication publication) {
    String brokerMessageId = queues.send(publication);
    publications.markPublished(publication, brokerMessageId);
    return told(publication, brokerMessageId);
  }

  private static Told told(Publication publication, String brokerMessageId) {
    return new Told(publication.getId(), "published", brokerMessageId);
  }
}
