package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Tailnet;

/// Approves an SSH session that waits for a person; the tailnet stays as it is.
///
/// @param login the waiting session's id, spent from now on
/// @param localUser the account on the destination
public record ApproveSession(String login, NodeId source, NodeId destination, String localUser)
    implements Command<Node> {
  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    Node node = image.node(destination).orElse(null);
    if (node == null) {
      return Refusal.notFound("node " + destination);
    }
    return image.node(source).isEmpty()
        ? Refusal.notFound("node " + source)
        : Decision.accepted(node);
  }

  /// Names where the session comes from and as whom, which the object does not tell.
  @Override
  public String operation() {
    return "ApproveSession from nodes/" + source + " as " + localUser;
  }

  @Override
  public String object() {
    return "nodes/" + destination;
  }
}
