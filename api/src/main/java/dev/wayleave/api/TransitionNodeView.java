package dev.wayleave.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A device on its way from another plane.
///
/// @param stableId what the other plane calls it
/// @param why what it waits for, or what it cannot do yet; empty where there is nothing to say
/// @param online whether it is connected here
/// @param lastSeen when it was last connected here; for one that has not moved, as that plane says
/// @param newNodeKey whether it came with another node key than that plane knows
/// @param homeDerp the DERP region at which a device that has not moved listens; 0 where that is
///   not known
/// @param router whether it routes a subnet or is an exit node
public record TransitionNodeView(
    long id,
    String stableId,
    String name,
    List<String> tags,
    @Nullable Long user,
    State state,
    String why,
    boolean online,
    @Nullable Instant lastSeen,
    boolean newNodeKey,
    int homeDerp,
    boolean ephemeral,
    boolean router) {
  public TransitionNodeView {
    tags = List.copyOf(tags);
  }

  /// Where a device is.
  public enum State {
    /// It has come here.
    @JsonProperty("moved")
    MOVED,
    /// It has been here, and waits to be let in.
    @JsonProperty("waiting")
    WAITING,
    /// It is still on the other plane.
    @JsonProperty("unmoved")
    UNMOVED,
    /// It never was anywhere but here.
    @JsonProperty("new")
    NEW
  }
}
