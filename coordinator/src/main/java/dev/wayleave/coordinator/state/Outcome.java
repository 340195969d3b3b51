package dev.wayleave.coordinator.state;

/// How a command ended.
public sealed interface Outcome<R> {
  /// It is committed.
  ///
  /// @param version the image that holds it
  record Done<R>(R reply, long version) implements Outcome<R> {}

  /// It was refused; nothing changed.
  record Refused<R>(Refusal refusal) implements Outcome<R> {}
}
