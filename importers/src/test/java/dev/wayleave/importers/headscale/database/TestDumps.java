package dev.wayleave.importers.headscale.database;

import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Dumps for one test.
final class TestDumps {
  private TestDumps() {}

  static Path file(Path folder, String dump) throws IOException {
    return Files.writeString(folder.resolve("db.sql"), dump);
  }

  static DatabaseReading read(Path file) throws SourceException {
    return new HeadscaleDatabase.DumpFile(file).read(Progress.SILENT);
  }

  /// A file that was recorded for the tests of this package.
  static String recorded(String name) throws IOException {
    try (InputStream in = TestDumps.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("nothing was recorded as " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
