package dev.postern.bench.spring;

import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;

/** A message's record, as the enhanced client maps it. */
@DynamoDbBean
public class Publication {
  private String pk;
  private String id;
  private String destination;
  private String deduplicationId;
  private String group;
  private byte[] payload;
  private String status;
  private String brokerMessageId;
  private Long acceptedAt;
  private Long publishedAt;
  private Long ttl;

  /** Where it stands: the destination and the key. */
  @DynamoDbPartitionKey
  public String getPk() {
    return pk;
  }

  /** Sets it. */
  public void setPk(String pk) {
    this.pk = pk;
  }

  /** The id that its caller is told. */
  public String getId() {
    return id;
  }

  /** Sets it. */
  public void setId(String id) {
    this.id = id;
  }

  /** The destination. */
  public String getDestination() {
    return destination;
  }

  /** Sets it. */
  public void setDestination(String destination) {
    this.destination = destination;
  }

  /** What the queue knows it by. */
  public String getDeduplicationId() {
    return deduplicationId;
  }

  /** Sets it. */
  public void setDeduplicationId(String deduplicationId) {
    this.deduplicationId = deduplicationId;
  }

  /** Whose order is kept. */
  public String getGroup() {
    return group;
  }

  /** Sets it. */
  public void setGroup(String group) {
    this.group = group;
  }

  /** What is sent. */
  public byte[] getPayload() {
    return payload;
  }

  /** Sets it. */
  public void setPayload(byte[] payload) {
    this.payload = payload;
  }

  /** Is {@code accepted} or {@code published}. */
  public String getStatus() {
    return status;
  }

  /** Sets it. */
  public void setStatus(String status) {
    this.status = status;
  }

  /** The queue's id; null until it is published. */
  public String getBrokerMessageId() {
    return brokerMessageId;
  }

  /** Sets it. */
  public void setBrokerMessageId(String brokerMessageId) {
    this.brokerMessageId = brokerMessageId;
  }

  /** When it was accepted, in milliseconds since 1970. */
  public Long getAcceptedAt() {
    return acceptedAt;
  }

  /** Sets it. */
  public void setAcceptedAt(Long acceptedAt) {
    this.acceptedAt = acceptedAt;
  }

  /** When it was published, in milliseconds since 1970; null until then. */
  public Long getPublishedAt() {
    return publishedAt;
  }

  /** Sets it. */
  public void setPublishedAt(Long publishedAt) {
    this.publishedAt = publishedAt;
  }

  /** When it may go, in seconds since 1970. */
  public Long getTtl() {
    return ttl;
  }

  /** Sets it. */
  public void setTtl(Long ttl) {
    this.ttl = ttl;
  }
}
