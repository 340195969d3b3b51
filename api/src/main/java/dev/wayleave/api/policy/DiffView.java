package dev.wayleave.api.policy;

import java.util.List;

/// What becomes reachable, and what stops being so.
///
/// @param same whether both policies mean the same on this tailnet
/// @param changes the largest first within each kind
/// @param more how many changes are not listed
/// @param alsoDiffer sections that differ but decide nothing between the devices that are there now
public record DiffView(boolean same, List<Change> changes, long more, List<String> alsoDiffer) {
  /// One difference.
  ///
  /// @param kind `device`, `subnet`, `internet`, `route`, `peer`, `ssh` or `attribute`
  /// @param source who is concerned
  /// @param destination what they reach, where they log in, or the capability's name
  /// @param family empty, or the only address family for which it holds
  /// @param gained what there was not before, in words; empty where nothing
  /// @param lost what there is no longer, in words; empty where nothing
  /// @param pairs how many pairs of devices, or devices, are concerned
  public record Change(
      String kind,
      String source,
      String destination,
      String family,
      String gained,
      String lost,
      long pairs) {}

  public DiffView {
    changes = List.copyOf(changes);
    alsoDiffer = List.copyOf(alsoDiffer);
  }
}
