package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.Tailnet;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Registers a device: gives it a number, addresses and a name.
public record AddNode(
    MachineKey machineKey,
    NodeKey nodeKey,
    String hostname,
    Owner owner,
    RegisterMethod method,
    @Nullable PreAuthKeyId authKey,
    boolean ephemeral,
    @Nullable Instant expiry)
    implements Command<Node> {
  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    if (owner instanceof Owner.OfUser one && image.user(one.user()).isEmpty()) {
      return Refusal.notFound("user " + one.user());
    }
    if (!image.nodes(nodeKey).isEmpty()) {
      return Decision.refused(Reason.CONFLICT, "There is already a node with this node key.");
    }
    Registration device = Registration.named(machineKey, nodeKey, hostname);
    return new NewNode(device, owner, method, authKey, ephemeral, expiry, List.of())
        .decide(image, moment);
  }

  @Override
  public String object() {
    return "nodes/" + hostname;
  }
}
