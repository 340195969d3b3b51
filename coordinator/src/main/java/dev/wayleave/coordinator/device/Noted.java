package dev.wayleave.coordinator.device;

import dev.wayleave.coordinator.state.Command;
import dev.wayleave.coordinator.state.Decision;
import dev.wayleave.coordinator.state.Moment;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Tailnet;

/// Has what a node tells stand in the audit log; the tailnet stays as it is.
///
/// @param operation what happened there, in one line
record Noted(NodeId node, String operation) implements Command<NodeId> {
  @Override
  public Decision<NodeId> decide(Tailnet image, Moment moment) {
    return Decision.accepted(node);
  }

  @Override
  public String object() {
    return "nodes/" + node;
  }
}
