package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.List;

/// An entry of `acls` or `grants` as its words are written.
///
/// @param path where it stands, a JSON pointer
/// @param name where it stands, for sentences: `acls[3]`
/// @param via the tags of the routers that alone may carry it; empty where any may
record SourceRule(
    String path,
    String name,
    Position at,
    List<JsonString> sources,
    List<SourceTarget> targets,
    List<String> via) {
  SourceRule {
    sources = List.copyOf(sources);
    targets = List.copyOf(targets);
    via = List.copyOf(via);
  }

  /// A destination.
  ///
  /// @param at the string in which it stands, ports included where the rule is of `acls`
  /// @param word the destination without its ports
  record SourceTarget(JsonString at, String word, List<Channel> channels) {
    SourceTarget {
      channels = List.copyOf(channels);
    }
  }
}
