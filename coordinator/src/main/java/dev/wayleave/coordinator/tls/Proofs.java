package dev.wayleave.coordinator.tls;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The answers to HTTP-01 challenges that are under way, by their tokens.
final class Proofs {
  private final Map<String, String> byToken = new ConcurrentHashMap<>();

  void offer(String token, String authorization) {
    byToken.put(token, authorization);
  }

  void withdraw(String token) {
    byToken.remove(token);
  }

  Optional<String> find(String token) {
    return Optional.ofNullable(byToken.get(token));
  }
}
