package dev.postern.api;

import dev.postern.message.DeathReason;
import dev.postern.message.InvalidMessage;
import dev.postern.message.MessageId;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * One error as RFC 9457 writes it.
 *
 * @param detail this case in words, for the caller's people; it may change
 * @param members what else a program may want to know, in the order in which it is written
 */
public record Problem(ProblemType type, String detail, Map<String, Object> members) {
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String RETRY_AFTER = "retryAfterSeconds";

  public Problem {
    Objects.requireNonNull(type);
    Objects.requireNonNull(detail);
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  public static Problem of(ProblemType type, String detail) {
    return new Problem(type, detail, Map.of());
  }

  /** The problem of a message that can't be accepted as it is. */
  public static Problem of(InvalidMessage invalid) {
    return of(ProblemType.of(invalid.flaw()), sentence(invalid.getMessage()))
        .field(invalid.field())
        .limit(invalid.limit());
  }

  /** What is answered where that was thrown, or failed with; logged as it would be there. */
  public static Problem of(Throwable thrown) {
    return (Problem) ProblemMapping.answer(thrown).getEntity();
  }

  private static String sentence(String words) {
    return words.endsWith(".") ? words : words + ".";
  }

  /** Names the header, body member or parameter at fault. */
  public Problem field(String field) {
    return with("field", field);
  }

  /** Says what would have been allowed. */
  public Problem limit(String limit) {
    return with("limit", limit);
  }

  /** Names the message in question. */
  public Problem messageId(MessageId id) {
    return with("messageId", id.toString());
  }

  /** Says why the message is dead, and whether it can be put back to be published. */
  public Problem dead(DeathReason reason, boolean canRedrive) {
    return with("reason", reason.word()).with("canRedrive", canRedrive);
  }

  /** Says how many bytes would have been taken. */
  public Problem maxBytes(long maxBytes) {
    return with("maxBytes", maxBytes);
  }

  /** Says after how many seconds to ask again; the answer then has {@code Retry-After}, too. */
  public Problem retryAfter(int seconds) {
    return with(RETRY_AFTER, seconds);
  }

  /** Names the trace of the request, to ask the operators by. */
  Problem traceId(String id) {
    return with("traceId", id);
  }

  /** Adds what is this type's own. */
  Problem with(String member, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(member, value);
    return new Problem(type, detail, more);
  }

  /** The seconds of {@code Retry-After}, if there are any. */
  OptionalInt retryAfterSeconds() {
    return members.get(RETRY_AFTER) instanceof Integer seconds
        ? OptionalInt.of(seconds)
        : OptionalInt.empty();
  }

  /** The document, to be written as JSON. */
  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", type.uri());
    document.put("title", type.title());
    document.put("status", type.status());
    document.put("detail", detail);
    document.putAll(members);
    return document;
  }

  /** The document, in UTF-8. */
  public byte[] json() {
    return new JsonObject(document()).encode().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The answer: complete, and open for headers such as {@code Location}.
   *
   * @see ProblemWriting
   */
  public Response.ResponseBuilder answer() {
    Response.ResponseBuilder answer =
        Response.status(type.status())
            .type(MediaType.valueOf(MEDIA_TYPE))
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .entity(this);
    retryAfterSeconds().ifPresent(seconds -> answer.header(HttpHeaders.RETRY_AFTER, seconds));
    if (type == ProblemType.CONTENT_ENCODING_NOT_SUPPORTED) {
      answer.header(HttpHeaders.ACCEPT_ENCODING, "identity"); // RFC 9110 section 15.5.16
    }
    if (type.isChallenge()) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, Callers.ASK_FOR_KEY);
    }
    return answer;
  }
}
