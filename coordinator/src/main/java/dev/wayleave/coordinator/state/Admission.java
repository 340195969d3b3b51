package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeDraft;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Lets a device in: into the row that it had, where it had one, else into a new one.
record Admission(Registration device, Right right, PolicyInForce policies) {
  /// Decides on the row that [DeviceRows] says it had.
  Decision<Node> decide(Tailnet image, Moment moment) {
    Optional<Refusal> unfit = DeviceRows.stolen(image, device);
    if (unfit.isPresent()) {
      return new Decision.Refused<>(unfit.get());
    }
    Optional<Node> known = DeviceRows.holding(image, device.nodeKey(), device.machineKey());
    if (known.isPresent()) {
      // The same device again, whose answer was lost on the way.
      return isExpired(image, known.get(), moment)
          ? Decision.refused(
              Reason.CONFLICT, "node key has expired; log in again to make a new one")
          : RecogniseNode.decide(image, known.get());
    }
    PolicyRights rights = new PolicyRights(policies, image);
    return switch (new Recognition(image, device, right, rights).match()) {
      case Recognition.Match.Row(Node row) -> decide(image, moment, rights, Optional.of(row));
      case Recognition.Match.Nobody _ -> decide(image, moment, rights, Optional.empty());
      case Recognition.Match.Unclear(Refusal refusal) -> new Decision.Refused<>(refusal);
    };
  }

  /// Decides on a row that is known to be the device's, or on a new one. Two devices cannot have
  /// one node key, so the key of another row is refused, also where nobody knows that row's
  /// machine.
  Decision<Node> decide(Tailnet image, Moment moment, Optional<Node> row) {
    return decide(image, moment, new PolicyRights(policies, image), row);
  }

  private Decision<Node> decide(
      Tailnet image, Moment moment, PolicyRights rights, Optional<Node> row) {
    NodeId own = row.map(Node::id).orElse(null);
    if (image.nodes(device.nodeKey()).stream().anyMatch(node -> !node.id().equals(own))) {
      return new Decision.Refused<>(DeviceRows.elsewhere());
    }
    Set<TagName> asked = new HashSet<>(device.requestedTags());
    asked.removeAll(right.tags());
    row.ifPresent(node -> asked.removeAll(tags(node.owner())));
    if (!asked.isEmpty() && !rights.mayAssign(right.user(), right.tags(), asked)) {
      return Decision.refused(Reason.INVALID, notPermitted(asked));
    }
    Owner owner = right.owner(device.requestedTags());
    Owner next = row.map(node -> kept(node, owner)).orElse(owner);
    Optional<Refusal> held = Standing.refusal(image, next).or(() -> unapproved(image, next));
    if (held.isPresent()) {
      return new Decision.Refused<>(held.get());
    }
    return row.map(node -> adopted(image, moment, rights, node, owner))
        .orElseGet(() -> made(image, moment, rights, owner));
  }

  /// A device of somebody who awaits approval waits too. What tags own does not wait for anybody,
  /// so nobody who waits gives them a device, or a device of theirs another key.
  private Optional<Refusal> unapproved(Tailnet image, Owner next) {
    boolean ofThePerson = right.authKey() == null && !right.isAdministrators();
    return next instanceof Owner.OfTags && ofThePerson && right.user() != null
        ? image.user(right.user()).filter(User::awaitingApproval).map(Standing::waiting)
        : Optional.empty();
  }

  private static String notPermitted(Set<TagName> asked) {
    return asked.stream()
        .sorted()
        .map(TagName::value)
        .collect(
            Collectors.joining(
                " ",
                "requested tags [",
                "] are invalid or not permitted; see tagOwners in the policy"));
  }

  static boolean isExpired(Tailnet image, Node node, Moment moment) {
    Instant end = image.expiryOf(node);
    return end != null && !moment.now().isBefore(end);
  }

  private Decision<Node> made(Tailnet image, Moment moment, PolicyRights rights, Owner owner) {
    NewNode fresh =
        new NewNode(
            device,
            owner,
            right.method(),
            right.authKey(),
            right.ephemeral() || device.ephemeral(),
            right.term().end(image, owner, device.expiry(), moment.now()),
            rights.pools(owner));
    return switch (fresh.decide(image, moment)) {
      case Decision.Accepted<Node> accepted -> {
        Node node =
            accepted
                .reply()
                .change()
                .awaitingApproval(!right.approved() && wantsApproval(image))
                .approvedRoutes(rights.approved(owner, device.advertisedRoutes()))
                .build();
        yield Decision.accepted(node, new TailnetChange.Put(node));
      }
      case Decision.Bulk<Node> bulk -> bulk;
      case Decision.Refused<Node> refused -> refused;
    };
  }

  private static boolean wantsApproval(Tailnet image) {
    return image.server().map(server -> server.isOn(ServerSettings.DEVICE_APPROVAL)).orElse(false);
  }

  /// The device's old row with what is new: number, addresses, name and approvals stay. From where
  /// it was imported it has come now, and is what it was there, also where the login would have
  /// made it expire or ephemeral.
  private Decision<Node> adopted(
      Tailnet image, Moment moment, PolicyRights rights, Node row, Owner owner) {
    Owner next = kept(row, owner);
    boolean reserved = DeviceRows.isReserved(row);
    boolean lasting = reserved && row.expiry() == null;
    NodeDraft draft =
        row.change()
            .unmoved(null)
            .machineKey(device.machineKey())
            .nodeKey(device.nodeKey())
            .hostname(device.hostname())
            .owner(next)
            .registerMethod(right.method())
            .authKey(right.authKey())
            .ephemeral(reserved ? row.ephemeral() : right.ephemeral() || device.ephemeral())
            .expiry(
                lasting
                    ? device.expiry()
                    : right.term().end(image, next, device.expiry(), moment.now()))
            .awaitingApproval(row.awaitingApproval() && !right.approved())
            .advertisedRoutes(device.advertisedRoutes())
            .approvedRoutes(
                Stream.concat(
                        row.approvedRoutes().stream(),
                        rights.approved(next, newlyAdvertised(row)).stream())
                    .toList());
    if (device.hostinfo() != null) {
      draft.hostinfo(device.hostinfo());
    }
    if (device.capability() > 0) {
      draft.capability(device.capability());
    }
    Node node = draft.build();
    return Decision.accepted(node, new TailnetChange.Put(node));
  }

  /// A tagged device stays tagged when its user logs in on it again; one that was imported keeps
  /// exactly the tags that it had.
  private static Owner kept(Node row, Owner now) {
    boolean stays = DeviceRows.isReserved(row) || !(now instanceof Owner.OfTags);
    return row.owner() instanceof Owner.OfTags && stays ? row.owner() : now;
  }

  private List<IpPrefix> newlyAdvertised(Node row) {
    return device.advertisedRoutes().stream()
        .filter(route -> !row.advertisedRoutes().contains(route))
        .toList();
  }

  private static Set<TagName> tags(Owner owner) {
    return owner instanceof Owner.OfTags tagged ? tagged.tags() : Set.of();
  }
}
