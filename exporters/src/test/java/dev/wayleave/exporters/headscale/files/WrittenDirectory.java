package dev.wayleave.exporters.headscale.files;

import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.importers.headscale.config.HeadscaleConfig;
import dev.wayleave.importers.headscale.config.HeadscaleConfigReader;
import dev.wayleave.importers.headscale.config.PolicyInUse;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.SourceInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Directories that tests write and read.
final class WrittenDirectory {
  static final DatabaseChoice SQLITE = new DatabaseChoice.Sqlite();

  private WrittenDirectory() {}

  static HeadscaleConfig read(Path directory) throws Exception {
    return new HeadscaleConfigReader(directory.resolve("config.yaml"), Map.of()).read();
  }

  /// What a configuration tells, its database aside.
  static Inventory inventory(HeadscaleConfig config, String release) {
    Inventory.Builder inventory =
        Inventory.builder(new SourceInfo("headscale", release, "sqlite"))
            .add(config.server())
            .add(config.dns())
            .add(config.derp());
    config.secrets().forEach(inventory::add);
    if (config.policy() instanceof PolicyInUse.File file) {
      inventory.add(file.version());
    }
    return inventory.build();
  }

  static ServerFiles render(Inventory inventory, SchemaRelease release, DatabaseChoice database) {
    return new HeadscaleFiles().render(inventory, release, database);
  }

  static Path write(ServerFiles files, Path directory) throws IOException {
    for (ServerFile file : files.files()) {
      Path path = directory.resolve(file.path());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.content().reveal());
    }
    return directory;
  }

  static String text(ServerFiles files, String path) {
    return files.files().stream()
        .filter(file -> file.path().equals(path))
        .map(file -> file.content().reveal())
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no " + path));
  }
}
