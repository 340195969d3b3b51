package dev.wayleave.exporters.headscale.files;

import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.DerpSettings.EmbeddedRegion;
import dev.wayleave.tailnet.model.DerpSettings.MapFile;
import dev.wayleave.tailnet.model.SecretText;
import java.util.ArrayList;
import java.util.List;

/// The relays that nodes are told of; maps in files come with them.
final class DerpSection {
  private static final String PATHS = "derp.paths";
  private static final String SERVER = "derp.server.";
  private static final String VERIFY = SERVER + "verify_clients";
  private static final String STUN = SERVER + "stun_listen_addr";
  private static final String ADDED = SERVER + "automatically_add_embedded_derp_region";

  private final Draft draft;

  DerpSection(Draft draft) {
    this.draft = draft;
  }

  void write(DerpSettings derp) {
    EmbeddedRegion embedded = derp.embedded();
    draft.set(SERVER + "enabled", embedded != null);
    if (embedded != null) {
      server(embedded, derp);
    }
    draft.set("derp.urls", ConfigValue.of(derp.urls()));
    List<String> paths = new ArrayList<>();
    for (MapFile map : derp.maps()) {
      String usual = "derp/" + LocalPath.name(map.path(), "map.yaml");
      paths.add(draft.file(PATHS, map.path(), usual, SecretText.of(map.text()), false));
    }
    draft.set(PATHS, ConfigValue.of(paths));
    draft.set("derp.auto_update_enabled", derp.autoUpdate());
    // Maps of a tailnet that never had a Headscale are not fetched anew.
    if (!derp.updateFrequency().isEmpty()) {
      draft.set("derp.update_frequency", GoDurations.of(derp.updateFrequency()));
    }
  }

  private void server(EmbeddedRegion region, DerpSettings derp) {
    draft.set(SERVER + "region_id", Integer.toString(region.regionId()));
    draft.set(SERVER + "region_code", region.regionCode());
    draft.set(SERVER + "region_name", region.regionName());
    draft.set(VERIFY, Boolean.toString(region.verifyClients()), "true");
    draft.set(STUN, region.stunListenAddress());
    draft.set(ADDED, Boolean.toString(region.addedToMap()), "true");
    draft.set(SERVER + "ipv4", region.ipv4(), "");
    draft.set(SERVER + "ipv6", region.ipv6(), "");
    if (region.verifyClients() && !draft.reads(VERIFY)) {
      draft.lossy(
          "DERP_CLIENTS_UNVERIFIED",
          VERIFY,
          "The relay serves the nodes of this tailnet alone; that of Headscale "
              + draft.release().label()
              + " serves everybody.",
          "Accept that, or write a newer release.");
    }
    if (region.stunListenAddress().isEmpty()) {
      draft.set(STUN, "0.0.0.0:3478");
      draft.action(
          "DERP_WITHOUT_STUN",
          STUN,
          "The relay does not answer STUN, and Headscale does not start without; 0.0.0.0:3478 is"
              + " written.",
          "Change the address if another program has that port.");
    }
    if (!region.addedToMap() && derp.maps().isEmpty()) {
      draft.blocker(
          "DERP_REGION_UNMAPPED",
          ADDED,
          "The relay is not to be in the map by itself and no map file names it, and Headscale does"
              + " not start.",
          "Add it to the map, or name a map file, before exporting.");
    }
  }
}
