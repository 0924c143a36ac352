package dev.postern.bench.camel;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.IdempotentRepository;

/** 201 where a message is sent now, 200 where its key was known. */
final class PublishRoute extends RouteBuilder {
  private static final String KEY = "Idempotency-Key";

  private final IdempotentRepository repository;

  PublishRoute(IdempotentRepository repository) {
    this.repository = repository;
  }

  @Override
  public void configure() {
    from("platform-http:/q/health/ready").setBody(constant("UP"));
    publish(
        "fifo",
        "aws2-sqs://camel.fifo?messageGroupIdStrategy=usePropertyValue"
            + "&messageDeduplicationIdStrategy=useExchangeId");
    publish("standard", "aws2-sqs://camel-standard");
  }

  private void publish(String destination, String queue) {
    from("platform-http:/v1/destinations/" + destination + "/messages?httpMethodRestrict=POST")
        .convertBodyTo(String.class)
        .process(PublishRoute::identify)
        .idempotentConsumer(header(KEY))
        .idempotentRepository(repository)
        .removeHeaders("*")
        .to(queue + (queue.contains("?") ? "&" : "?") + "autoCreateQueue=true")
        .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(201))
        .setBody(constant("{\"status\":\"published\"}"))
        .end();
  }

  /** The key deduplicates on the queue too, by the one of Camel's strategies that can be told. */
  private static void identify(Exchange exchange) {
    exchange.setExchangeId(exchange.getMessage().getHeader(KEY, String.class));
    exchange.setProperty(
        "CamelAwsMessageGroupId",
        exchange.getMessage().getHeader("Message-Group-Id", String.class));
  }
}
