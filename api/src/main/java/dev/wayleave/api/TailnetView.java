package dev.wayleave.api;

import java.util.List;

/// A tailnet.
///
/// @param id what it is called in addresses of the API; `-` is the one of the coordinator
/// @param name the base domain of its names in MagicDNS
/// @param aliases what it was called where it came from, each as good as its own name
/// @param version its version, which each change of it counts up
public record TailnetView(
    String id, String name, List<String> aliases, long version, int users, int nodes) {
  public TailnetView {
    aliases = List.copyOf(aliases);
  }
}
