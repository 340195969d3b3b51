package dev.wayleave.coordinator.state;

import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.TagName;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a device tells of itself; nothing in it is proved.
///
/// @param discoKey null where it has none yet
/// @param endpoints where it may be reached; null where it says nothing of them
/// @param host null where it says nothing of the machine
/// @param capability its capability version
public record NodeReport(
    @Nullable DiscoKey discoKey,
    @Nullable List<String> endpoints,
    @Nullable Host host,
    int capability) {
  public NodeReport {
    endpoints = endpoints == null ? null : List.copyOf(endpoints);
  }

  /// The machine it runs on.
  ///
  /// @param json all of it
  /// @param routes what it offers to route
  /// @param requestedTags the tags it wants to have
  public record Host(
      String json, String hostname, List<IpPrefix> routes, Set<TagName> requestedTags) {
    public Host {
      routes = List.copyOf(routes);
      requestedTags = Set.copyOf(requestedTags);
    }
  }
}
