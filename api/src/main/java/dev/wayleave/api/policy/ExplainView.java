package dev.wayleave.api.policy;

import java.util.List;

/// Why something reaches something else, or why it does not.
///
/// @param question the ports that were asked about, for example `tcp 22`
/// @param sources the source's devices
/// @param destinations the destination's devices, or its addresses
/// @param answer `allowed`, `partly` or `denied`
/// @param ways the rules that allow it
/// @param logins the entries of `ssh` that let sessions begin, where that was asked
/// @param nearest what came nearest where something is not allowed, one sentence each
/// @param more how many entries the lists had beyond what is given
public record ExplainView(
    String source,
    String destination,
    String question,
    List<String> sources,
    List<String> destinations,
    String answer,
    List<AccessView> ways,
    List<LoginView> logins,
    List<String> nearest,
    long more) {
  public ExplainView {
    sources = List.copyOf(sources);
    destinations = List.copyOf(destinations);
    ways = List.copyOf(ways);
    logins = List.copyOf(logins);
    nearest = List.copyOf(nearest);
  }
}
