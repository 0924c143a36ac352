package dev.postern.bench.naive;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A message that is to be published once. */
final class Publication {
  private final String id;
  private final String destination;
  private final String key;
  private final String group;
  private final byte[] payload;

  Publication(String id, String destination, String key, String group, byte[] payload) {
    this.id = id;
    this.destination = destination;
    this.key = key;
    this.group = group;
    this.payload = payload;
  }

  /** The same, by the id under which it is known. */
  Publication as(String knownId) {
    return new Publication(knownId, destination, key, group, payload);
  }

  String id() {
    return id;
  }

  String destination() {
    return destination;
  }

  String group() {
    return group;
  }

  byte[] payload() {
    return payload;
  }

  /** Where its record stands, and what the queue knows it by: fit for both, whatever the key is. */
  String hash() {
    try {
      byte[] text = (destination + "/" + key).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
