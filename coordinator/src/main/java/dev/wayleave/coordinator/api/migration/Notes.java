package dev.wayleave.coordinator.api.migration;

import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.plan.EntityChange;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Tells the operator which settings an applied migration brought.
final class Notes {
  private Notes() {}

  static List<String> afterApplying(
      List<EntityChange> changes, Tailnet image, SettingsInForce inForce) {
    Set<EntityKind> written = EnumSet.noneOf(EntityKind.class);
    changes.stream()
        .filter(EntityChange::writesTarget)
        .forEach(change -> written.add(change.ref().kind()));
    List<String> notes = new ArrayList<>();
    if (written.contains(EntityKind.SERVER)) {
      image.server().ifPresent(server -> notes.add(server(server, inForce)));
    }
    if (written.contains(EntityKind.DNS)) {
      notes.add("In force now: base domain " + inForce.dns().baseDomain() + ".");
    }
    if (written.contains(EntityKind.DERP)) {
      notes.add("In force now: the DERP settings.");
    }
    if (written.contains(EntityKind.SECRET)) {
      inForce.noisePublicKey().ifPresent(key -> notes.add(noise(key)));
    }
    return notes;
  }

  private static String server(ServerSettings server, SettingsInForce inForce) {
    String prefixes = "prefixes " + server.prefixV4() + " and " + server.prefixV6() + ".";
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

  private static String noise(MachineKey key) {
    return "In force now: the Noise key with the public half " + key + ".";
  }
}
