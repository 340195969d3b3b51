package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.UserId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gives a device of a known machine its old identity back, whoever owns that: an administrator
/// says that it is the same device.
public record AdoptNode(Registration device, PolicyInForce policies) implements Command<Node> {
  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    Optional<Refusal> stolen = DeviceRows.stolen(image, device);
    if (stolen.isPresent()) {
      return new Decision.Refused<>(stolen.get());
    }
    Optional<Node> known = DeviceRows.holding(image, device.nodeKey(), device.machineKey());
    if (known.isPresent()) {
      return Decision.accepted(known.get());
    }
    List<Node> rows =
        DeviceRows.replaced(image, device)
            .map(List::of)
            .orElseGet(() -> image.nodes(device.machineKey()));
    if (rows.size() != 1) {
      return Decision.refused(
          Reason.CONFLICT,
          rows.isEmpty()
              ? "This machine has no node here yet; say whose it shall be (register with a user)."
              : "This machine has "
                  + rows.size()
                  + " nodes here; say whose login this is (register with a user).");
    }
    Node row = rows.getFirst();
    if (row.owner() instanceof Owner.Nobody) {
      return Decision.refused(
          Reason.CONFLICT,
          "Node " + row.label() + " has no owner; say whose it shall be (register with a user).");
    }
    Right right = Right.of(user(row.owner()), RegisterMethod.CLI, true);
    return new Admission(device, right, policies).decide(image, moment, Optional.of(row));
  }

  private static @Nullable UserId user(Owner owner) {
    return switch (owner) {
      case Owner.OfUser one -> one.user();
      case Owner.OfTags tags -> tags.registeredBy();
      case Owner.Nobody _ -> null;
    };
  }

  @Override
  public String object() {
    return "nodes/" + device.hostname();
  }
}
