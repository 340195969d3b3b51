package dev.wayleave.coordinator.login;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;

/// From where to where an SSH session goes, and as whom: what an approval is about.
///
/// Another login on the source, another owner or another machine at either end is another passage,
/// for which nobody has approved anything yet.
///
/// @param localUser the account on the destination
public record Passage(
    NodeId source,
    NodeKey sourceKey,
    Owner owner,
    NodeId destination,
    MachineKey machine,
    String localUser) {
  public static Passage of(Node source, Node destination, String localUser) {
    return new Passage(
        source.id(),
        source.nodeKey(),
        source.owner(),
        destination.id(),
        destination.machineKey(),
        localUser);
  }
}
