package dev.wayleave.exporters.headscale.row;

import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_28;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.importers.headscale.database.value.JsonColumn;
import dev.wayleave.importers.headscale.database.value.Parsed;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.TagName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Finds what of a node Headscale cannot hold.
record NodeLimits(Target target, NodeOwner owners, LongFunction<@Nullable PreAuthKey> keys) {
  private static final String REQUESTED = "RequestTags";

  /// A device that waits for its approval is left out: Headscale approves nobody, so written it
  /// would be in.
  boolean admits(Node node, Remarks remarks) {
    String object = Labels.object(node);
    if (node.awaitingApproval()) {
      remarks.add(
          Finding.lossy(
              "NODE_UNAPPROVED",
              object,
              "The device waits for an administrator to let it in; Headscale has no device"
                  + " approval and would let it in at once, so it is left out.",
              "Approve it before the migration, or log it in there if it is to be in."));
      return false;
    }
    if (owners.shutsOut(node)) {
      remarks.add(
          Finding.lossy(
              "NODE_SHUT_OUT",
              object,
              "Its user is suspended or waits for approval; Headscale shuts nobody out and would let"
                  + " it in, so it is left out.",
              "Let the user in before the migration, or log the device in there if it is to be in."));
      return false;
    }
    owners.remark(node, remarks);
    stableId(node, object, remarks);
    attributes(node, object, remarks);
    ephemeral(node, object, remarks);
    texts(node, object, remarks);
    if (!target.atLeast(V0_28) && target.fidelity() == Fidelity.OTHER) {
      requestedTags(node, object, remarks);
    }
    return true;
  }

  /// Clients keep the text of an exit node alone.
  private static void stableId(Node node, String object, Remarks remarks) {
    if (node.stableId().value().equals(node.id().toString())) {
      return;
    }
    String what =
        "Devices know it as " + node.stableId() + ", and Headscale calls every node by its number.";
    boolean exit = node.approvedRoutes().stream().anyMatch(IpPrefix::isExitRoute);
    if (exit) {
      Object place = node.ipv4() != null ? node.ipv4() : node.givenName();
      remarks.add(
          Finding.action(
              "STABLE_ID_LOST",
              object,
              what
                  + " Who has chosen it as exit node sends nothing anywhere until they choose anew.",
              "On each device that uses it, once both have moved: tailscale set --exit-node="
                  + place));
    } else {
      remarks.add(
          Finding.info(
              "STABLE_ID_LOST",
              object,
              what,
              "Nothing: it is no exit node, which alone is chosen so."));
    }
  }

  private static void attributes(Node node, String object, Remarks remarks) {
    if (!node.attributes().isEmpty()) {
      remarks.add(
          Finding.lossy(
              "ATTRIBUTES_LOST",
              object,
              "Headscale has no posture attributes; these are not carried: "
                  + String.join(", ", node.attributes().keySet())
                  + ".",
              "Write the policy without them."));
    }
  }

  private void ephemeral(Node node, String object, Remarks remarks) {
    PreAuthKey key = node.authKey() == null ? null : keys.apply(node.authKey().value());
    boolean byKey = key != null && key.ephemeral();
    if (node.ephemeral() && !byKey) {
      remarks.add(
          Finding.lossy(
              "NODE_STAYS",
              object,
              "The node is ephemeral, which in Headscale only an ephemeral pre-auth key makes a"
                  + " node; it will stay when it is gone.",
              "Delete it there when it is gone."));
    } else if (byKey && !node.ephemeral()) {
      remarks.add(
          Finding.info(
              "AUTH_KEY_UNNAMED",
              object,
              "The node stays though its pre-auth key "
                  + node.authKey()
                  + " is ephemeral; it is written without the key, for which Headscale would remove"
                  + " it.",
              "Nothing."));
    }
  }

  private void texts(Node node, String object, Remarks remarks) {
    List<String> unfit = new ArrayList<>(node.endpoints());
    unfit.removeIf(NodeTexts::isEndpoint);
    if (!unfit.isEmpty()) {
      remarks.add(
          Finding.info(
              "ENDPOINT_LEFT_OUT",
              object,
              "These endpoints are no address with a port: " + String.join(", ", unfit) + ".",
              "Nothing to do: the device sends its endpoints again when it connects."));
    }
    if (NodeTexts.hasOtherRoutes(node)) {
      remarks.add(
          Finding.info(
              "ROUTES_IN_HOSTINFO",
              object,
              "The routes that it advertises are written into its hostinfo, which said otherwise;"
                  + " Headscale looks for them there.",
              "Nothing to do: the device sends its hostinfo again when it connects."));
    }
    String name = node.givenName();
    if (target.engine() == Engine.POSTGRES
        && name.codePointCount(0, name.length()) > NodeTexts.LONGEST_NAME) {
      remarks.add(
          Finding.lossy(
              "GIVEN_NAME_SHORTENED",
              object,
              "PostgreSQL holds 63 characters of the given name \"" + name + "\".",
              "Rename the node before the migration."));
    }
  }

  /// Until 0.27 a device gets what it asks for as soon as the policy allows it.
  private static void requestedTags(Node node, String object, Remarks remarks) {
    String hostinfo = node.hostinfo() == null ? "" : node.hostinfo();
    if (!(JsonColumn.members(hostinfo, List.of(REQUESTED))
        instanceof Parsed.Value<Map<String, List<String>>>(var lists))) {
      return;
    }
    List<String> open = new ArrayList<>(lists.getOrDefault(REQUESTED, List.of()));
    if (node.owner() instanceof Owner.OfTags(var tags, _)) {
      open.removeAll(tags.stream().map(TagName::value).toList());
    }
    if (!open.isEmpty()) {
      remarks.add(
          Finding.action(
              "TAGS_REQUESTED",
              object,
              "The device asks for "
                  + String.join(", ", open)
                  + "; in this release the policy gives it what tagOwners allow, without anybody's"
                  + " doing.",
              "Check tagOwners, or take the tags off the device (tailscale set"
                  + " --advertise-tags=)."));
    }
  }
}
