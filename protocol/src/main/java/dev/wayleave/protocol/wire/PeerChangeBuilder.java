package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.key.NodeKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts a [PeerChange] together, field by field.
public final class PeerChangeBuilder {
  private long nodeId;
  private long derpRegion;
  private int cap;
  private @Nullable Map<String, @Nullable List<JsonNode>> capMap;
  private @Nullable List<String> endpoints;
  private @Nullable NodeKey key;
  private @Nullable String keySignature;
  private @Nullable DiscoKey discoKey;
  private @Nullable Boolean online;
  private @Nullable Instant lastSeen;
  private @Nullable Instant keyExpiry;

  PeerChangeBuilder() {}

  public PeerChangeBuilder nodeId(long nodeId) {
    this.nodeId = nodeId;
    return this;
  }

  public PeerChangeBuilder derpRegion(long derpRegion) {
    this.derpRegion = derpRegion;
    return this;
  }

  public PeerChangeBuilder cap(int cap) {
    this.cap = cap;
    return this;
  }

  public PeerChangeBuilder capMap(@Nullable Map<String, @Nullable List<JsonNode>> capMap) {
    this.capMap = capMap;
    return this;
  }

  public PeerChangeBuilder endpoints(@Nullable List<String> endpoints) {
    this.endpoints = endpoints;
    return this;
  }

  public PeerChangeBuilder key(@Nullable NodeKey key) {
    this.key = key;
    return this;
  }

  public PeerChangeBuilder keySignature(@Nullable String keySignature) {
    this.keySignature = keySignature;
    return this;
  }

  public PeerChangeBuilder discoKey(@Nullable DiscoKey discoKey) {
    this.discoKey = discoKey;
    return this;
  }

  public PeerChangeBuilder online(@Nullable Boolean online) {
    this.online = online;
    return this;
  }

  public PeerChangeBuilder lastSeen(@Nullable Instant lastSeen) {
    this.lastSeen = lastSeen;
    return this;
  }

  public PeerChangeBuilder keyExpiry(@Nullable Instant keyExpiry) {
    this.keyExpiry = keyExpiry;
    return this;
  }

  public PeerChange build() {
    return new PeerChange(
        nodeId,
        derpRegion,
        cap,
        capMap,
        endpoints,
        key,
        keySignature,
        discoKey,
        online,
        lastSeen,
        keyExpiry);
  }
}
