package dev.wayleave.coordinator.presence;

/// What is read of one node.
///
/// @param writer who wrote it
public record Seen(Sighting sighting, Writer writer) {
  /// Who wrote down where a node is.
  public enum Writer {
    /// This process.
    SELF,
    /// A replica that lives.
    OTHER,
    /// A replica that is gone, for instance this one before its last start.
    GONE
  }
}
