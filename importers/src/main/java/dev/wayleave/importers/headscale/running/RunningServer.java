package dev.wayleave.importers.headscale.running;

import java.util.List;

/// A Headscale server that runs and can be asked.
public interface RunningServer {
  /// All nodes that it knows.
  List<RunningNode> nodes() throws RunningException;

  /// How it is reached, for sentences.
  String name();
}
