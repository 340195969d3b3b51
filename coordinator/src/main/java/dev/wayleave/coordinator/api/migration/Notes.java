package dev.wayleave.coordinator.api.migration;

import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.plan.KindSummary;
import dev.wayleave.tailnet.inventory.plan.Plan;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Tells the operator which settings an applied migration brought.
///
/// They follow from the plan and from what is in force, so that they can be asked for again: who
/// lost the answer to `apply` finds them in the migration.
final class Notes {
  private Notes() {}

  static List<String> ofApplied(Plan plan, Tailnet image, SettingsInForce inForce) {
    Map<EntityKind, KindSummary> summary = plan.summary();
    List<String> notes = new ArrayList<>();
    if (isWritten(EntityKind.SERVER, summary)) {
      image.server().ifPresent(server -> notes.add(server(server, inForce)));
    }
    if (isWritten(EntityKind.DNS, summary)) {
      notes.add("In force now: base domain " + inForce.dns().baseDomain() + ".");
    }
    if (isWritten(EntityKind.DERP, summary)) {
      notes.add("In force now: the DERP settings.");
    }
    if (isWritten(EntityKind.SECRET, summary)) {
      inForce.noisePublicKey().ifPresent(key -> notes.add(noise(key)));
    }
    return notes;
  }

  private static boolean isWritten(EntityKind kind, Map<EntityKind, KindSummary> summary) {
    KindSummary ofKind = summary.get(kind);
    return ofKind != null && ofKind.writes();
  }

  private static String server(ServerSettings server, SettingsInForce inForce) {
    String prefixes = prefixes(server) + ".";
    return inForce.serverUrlFrom().equals("imported")
        ? "In force now: server URL " + inForce.serverUrl() + ", " + prefixes
        : "In force now: "
            + prefixes
            + " The server URL stays "
            + inForce.serverUrl()
            + ", which --server-url sets; imported was "
            + server.serverUrl()
            + ".";
  }

  /// A server may give out addresses of one family alone.
  private static String prefixes(ServerSettings server) {
    List<String> prefixes =
        Stream.of(server.prefixV4(), server.prefixV6())
            .filter(Objects::nonNull)
            .map(IpPrefix::toString)
            .toList();
    return switch (prefixes.size()) {
      case 0 -> "the usual prefixes, as none was imported";
      case 1 -> "prefix " + prefixes.getFirst();
      default -> "prefixes " + String.join(" and ", prefixes);
    };
  }

  private static String noise(MachineKey key) {
    return "In force now: the Noise key with the public half " + key + ".";
  }
}
