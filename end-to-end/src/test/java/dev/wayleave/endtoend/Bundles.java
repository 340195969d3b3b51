package dev.wayleave.endtoend;

import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.bundle.BundleWriter;
import dev.wayleave.tailnet.inventory.bundle.Protection;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// Bundles of made tailnets.
final class Bundles {
  private Bundles() {}

  /// Writes a plain bundle and gives it as an endpoint.
  static String of(Path file, TailnetBuilder tailnet) throws IOException {
    return of(file, tailnet.reading());
  }

  static String of(Path file, Reading reading) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      new BundleWriter(Instant.parse("2026-06-01T00:00:00Z"), new Protection.Plain(), false)
          .write(reading, out, Progress.SILENT);
    }
    return "bundle:" + file;
  }
}
