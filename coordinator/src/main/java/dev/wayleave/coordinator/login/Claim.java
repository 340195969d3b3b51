package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.state.Registration;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.User;
import java.util.stream.Collectors;

/// An imported node that a waiting device may be, which an administrator may approve.
///
/// @param owner who owns it, in words
/// @param proven whether the machine key says so; otherwise only what the device says of itself
public record Claim(NodeId node, StableNodeId stableId, String name, String owner, boolean proven) {
  static Claim of(Tailnet image, Node node, Registration device) {
    return new Claim(
        node.id(),
        node.stableId(),
        node.label(),
        owner(image, node.owner()),
        node.machineKey().equals(device.machineKey()));
  }

  private static String owner(Tailnet image, Owner owner) {
    return switch (owner) {
      case Owner.OfUser one ->
          "user " + image.user(one.user()).map(User::label).orElse(one.user().toString());
      case Owner.OfTags tags ->
          tags.tags().stream().map(TagName::value).collect(Collectors.joining(", "));
      case Owner.Nobody _ -> "nobody";
    };
  }

  /// What this says to whoever has to decide.
  public String sentence() {
    return (proven ? "This machine is the imported node " : "This may be the imported node ")
        + name
        + " ("
        + node
        + ") of "
        + owner
        + (proven ? "." : ", as far as the device says; its machine key does not prove it.");
  }
}
