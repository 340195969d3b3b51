package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.UserId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gives a device its old identity back, whoever owns that: an administrator says that it is the
/// same device.
///
/// @param claim the node that the device is said to be; null for the only one that its machine has.
///   Of another machine it can be only while it is reserved: then the device was installed anew, or
///   nobody knew its machine
public record AdoptNode(Registration device, @Nullable NodeId claim, PolicyInForce policies)
    implements Command<Node> {
  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    Optional<Refusal> stolen = DeviceRows.stolen(image, device);
    if (stolen.isPresent()) {
      return new Decision.Refused<>(stolen.get());
    }
    Optional<Node> known = DeviceRows.holding(image, device.nodeKey(), device.machineKey());
    if (known.isPresent()) {
      return claim == null || known.get().id().equals(claim)
          ? RecogniseNode.decide(image, known.get())
          : Decision.refused(
              Reason.CONFLICT, "This device is node " + known.get().label() + " already.");
    }
    return claim == null ? only(image, moment) : claimed(image, moment, claim);
  }

  private Decision<Node> claimed(Tailnet image, Moment moment, NodeId wanted) {
    Node row = image.node(wanted).orElse(null);
    if (row == null) {
      return Refusal.notFound("node " + wanted);
    }
    if (!row.machineKey().equals(device.machineKey()) && !DeviceRows.isReserved(row)) {
      return Decision.refused(
          Reason.CONFLICT,
          "Node "
              + row.label()
              + " is another machine that is here already; delete it, or let the device in as a user's.");
    }
    return adopted(image, moment, row);
  }

  private Decision<Node> only(Tailnet image, Moment moment) {
    List<Node> rows =
        DeviceRows.replaced(image, device)
            .map(List::of)
            .orElseGet(() -> DeviceRows.ofMachine(image, device.machineKey()));
    if (rows.size() != 1) {
      return Decision.refused(
          Reason.CONFLICT,
          rows.isEmpty()
              ? "This machine has no node here yet; say whose it shall be (register with a user)."
              : "This machine has "
                  + rows.size()
                  + " nodes here; say which it is (approve with a node), or whose login this is"
                  + " (register with a user).");
    }
    return adopted(image, moment, rows.getFirst());
  }

  private Decision<Node> adopted(Tailnet image, Moment moment, Node row) {
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
    return "nodes/" + (claim == null ? device.hostname() : claim);
  }
}
