package dev.wayleave.protocol.noise;

/// A handshake that one side began and has not ended.
///
/// Each can be ended once: doing it twice would give two sessions one key and the same nonces. One
/// that will not be ended is closed, which wipes its secrets; closing again does nothing.
public sealed interface PendingHandshake extends AutoCloseable
    permits AwaitingResponse, IdentifiedClient {
  @Override
  void close();
}
