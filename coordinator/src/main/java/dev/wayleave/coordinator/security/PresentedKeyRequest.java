package dev.wayleave.coordinator.security;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/// Asks whose key this is.
final class PresentedKeyRequest extends BaseAuthenticationRequest {
  private final String key;
  private final String address;

  PresentedKeyRequest(String key, String address) {
    this.key = key;
    this.address = address;
  }

  String key() {
    return key;
  }

  String address() {
    return address;
  }
}
