package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.List;

/// An entry of `ssh` as its words are written.
record SourceSshRule(
    String path,
    String name,
    Position at,
    List<JsonString> sources,
    List<JsonString> destinations,
    List<JsonString> users) {
  SourceSshRule {
    sources = List.copyOf(sources);
    destinations = List.copyOf(destinations);
    users = List.copyOf(users);
  }

  /// The same rule under another name.
  SourceSshRule named(String other) {
    return new SourceSshRule(path, other, at, sources, destinations, users);
  }
}
