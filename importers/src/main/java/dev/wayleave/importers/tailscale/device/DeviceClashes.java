package dev.wayleave.importers.tailscale.device;

import dev.wayleave.importers.tailscale.json.HostedNotes;
import dev.wayleave.importers.tailscale.json.ObjectNotes;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds what devices share: addresses and names that they must not, machines that they may, and
/// suffixes that tell of two tailnets.
final class DeviceClashes {
  /// A DNS label (RFC 1035 §2.3.1, with the leading digit that RFC 1123 §2.1 allows).
  private static final Pattern LABEL =
      Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", Pattern.CASE_INSENSITIVE);

  private record Held(ObjectNotes notes, String name) {}

  private final HostedNotes notes;
  private final Map<IpAddress, ObjectNotes> byAddress = new HashMap<>();
  private final Map<String, ObjectNotes> byName = new HashMap<>();
  private final Map<NodeKey, ObjectNotes> byNodeKey = new HashMap<>();
  private final Map<MachineKey, List<ObjectNotes>> byMachine = new HashMap<>();
  private final Map<String, List<Held>> bySuffix = new TreeMap<>();

  DeviceClashes(HostedNotes notes) {
    this.notes = notes;
  }

  void add(Node node, String name, ObjectNotes own) {
    address(node.ipv4(), own);
    address(node.ipv6(), own);
    given(node.givenName(), own);
    int dot = name.indexOf('.');
    if (dot >= 0) {
      bySuffix
          .computeIfAbsent(
              name.substring(dot + 1).toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
          .add(new Held(own, name));
    }
    if (!node.machineKey().isZero()) {
      byMachine.computeIfAbsent(node.machineKey(), _ -> new ArrayList<>(1)).add(own);
    }
    ObjectNotes twin = node.nodeKey().isZero() ? null : byNodeKey.putIfAbsent(node.nodeKey(), own);
    if (twin != null) {
      own.blocker(
          "NODE_KEY_TAKEN",
          "It has the node key of " + twin.object() + ", and only one of them can be recognised.",
          "Delete one of the two on the old plane, and export again.");
    }
  }

  private void address(@Nullable IpAddress address, ObjectNotes own) {
    ObjectNotes first = address == null ? null : byAddress.putIfAbsent(address, own);
    if (first != null) {
      own.blocker(
          "ADDRESS_TAKEN",
          address + " is the address of " + first.object() + " too.",
          "Export again: within a tailnet this cannot be, so that two exports were mixed.");
    }
  }

  private void given(String given, ObjectNotes own) {
    if (!LABEL.matcher(given).matches()) {
      own.action(
          "GIVEN_NAME_INVALID",
          "The name " + HostedNotes.quoted(given) + " is no name that DNS can carry.",
          "Rename the device after the migration; until then MagicDNS does not find it.");
      return;
    }
    ObjectNotes first = byName.putIfAbsent(given.toLowerCase(Locale.ROOT), own);
    if (first != null) {
      own.action(
          "GIVEN_NAME_TAKEN",
          HostedNotes.quoted(given) + " is the name of " + first.object() + " too.",
          "Rename one of them; until then MagicDNS finds only one.");
    }
  }

  void end() {
    byMachine.values().stream()
        .filter(same -> same.size() > 1)
        .forEach(same -> same.forEach(own -> machine(own, same)));
    String most = suffix();
    bySuffix.forEach((suffix, held) -> {
      if (!suffix.equals(most)) {
        held.forEach(one ->
            one.notes()
                .blocker(
                    "MIXED_TAILNETS",
                    "Its name is "
                        + HostedNotes.quoted(one.name())
                        + ", and most names end in "
                        + most
                        + ": the files are of two tailnets, or the tailnet was renamed meanwhile.",
                    "Export again into an empty folder."));
      }
    });
    if (!most.isEmpty()) {
      suffixStays(most);
    }
  }

  private void suffixStays(String suffix) {
    notes
        .of("MagicDNS suffix " + suffix)
        .action(
            "SUFFIX_CHANGES",
            "Names under "
                + suffix
                + " go on working until the migration is ended; the suffix belongs to the old plane.",
            "Choose a base domain of your own, and tell users and scripts the new names before the"
                + " migration is ended.");
  }

  private static void machine(ObjectNotes own, List<ObjectNotes> same) {
    List<String> others =
        same.stream()
            .map(ObjectNotes::object)
            .filter(object -> !object.equals(own.object()))
            .limit(10)
            .toList();
    own.action(
        "MACHINE_SHARED",
        "The same machine is also " + String.join(", ", others) + ": several users log in on it.",
        "Move each profile by itself, as its user (tailscale switch); the kit treats one profile at"
            + " a time.");
  }

  /// The suffix of most names.
  String suffix() {
    return bySuffix.entrySet().stream()
        .max(Comparator.comparingInt(entry -> entry.getValue().size()))
        .map(Map.Entry::getKey)
        .orElse("");
  }
}
