package dev.wayleave.importers.headscale.config;

import dev.wayleave.importers.headscale.config.NamedFiles.Absence;
import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.DerpSettings.EmbeddedRegion;
import dev.wayleave.tailnet.model.DerpSettings.MapFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `derp`, and `derp_map_path` of releases before 0.11.
final class DerpReader {
  private final Settings settings;
  private final NamedFiles files;

  DerpReader(Settings settings, NamedFiles files) {
    this.settings = settings;
    this.files = files;
  }

  DerpSettings read() {
    List<MapFile> maps = new ArrayList<>();
    for (String key : List.of("derp.paths", "derp_map_path")) {
      Setting setting = settings.find(key);
      if (setting != null) {
        settings.texts(key).forEach(path -> addMap(setting, path, maps));
      }
    }
    String frequency = settings.duration("derp.update_frequency", "PT3H");
    return new DerpSettings(
        embedded(),
        settings.texts("derp.urls"),
        maps,
        settings.flag("derp.auto_update_enabled", false),
        frequency == null ? "PT0S" : frequency);
  }

  private void addMap(Setting setting, String path, List<MapFile> maps) {
    Absence absence =
        new Absence(Level.LOSSY, "Correct the path, or accept that its relays are not carried.");
    FileContent.Found file = files.open(setting, path, "DERP_MAP", ConfigFiles.LARGE, absence);
    if (file != null) {
      maps.add(new MapFile(path, file.text()));
    }
  }

  private @Nullable EmbeddedRegion embedded() {
    if (!settings.flag("derp.server.enabled", false)) {
      return null;
    }
    return new EmbeddedRegion(
        settings.number("derp.server.region_id", 0),
        settings.text("derp.server.region_code"),
        settings.text("derp.server.region_name"),
        settings.flag("derp.server.verify_clients", true),
        settings.text("derp.server.stun_listen_addr"),
        settings.flag("derp.server.automatically_add_embedded_derp_region", true),
        settings.text("derp.server.ipv4"),
        settings.text("derp.server.ipv6"));
  }
}
