package dev.wayleave.tailnet.inventory;

/// A place that a tailnet can be read from. Reading changes nothing there.
public interface InventorySource {
  /// Reads one consistent state.
  Reading read(Progress progress) throws SourceException;
}
