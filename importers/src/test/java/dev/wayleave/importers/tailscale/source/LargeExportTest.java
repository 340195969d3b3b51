package dev.wayleave.importers.tailscale.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.importers.tailscale.folder.ExportFolder;
import dev.wayleave.tailnet.inventory.Reading;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// 50 000 devices fit into the heap of the tests (1 GB) and are read in seconds.
class LargeExportTest {
  private static final int DEVICES = 50_000;

  /// Generous for a loaded machine with two cores; a quiet one takes a tenth.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void readsFiftyThousandDevices() throws Exception {
    write(folder.resolve("devices.json"));
    List<String> told = new ArrayList<>();
    long start = System.nanoTime();
    Reading reading =
        new HostedSource(ExportFolder.open(folder), HostedExportCase.options())
            .read((what, done, total) -> told.add(what + " " + done + "/" + total));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    assertThat(reading.counts().nodes()).isEqualTo(DEVICES);
    assertThat(reading.counts().routes()).isEqualTo(DEVICES);
    assertThat(reading.inventory().users()).hasSize(100);
    assertThat(told).hasSizeGreaterThan(50).endsWith("reading devices " + DEVICES + "/" + DEVICES);
  }

  private static void write(Path file) throws Exception {
    String pad = "x".repeat(1000);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("{\"devices\":[");
      for (int i = 0; i < DEVICES; i++) {
        out.write(i == 0 ? "" : ",");
        out.write(
            """
            {"id":"%1$d","nodeId":"n%1$dCNTRL","user":"u%2$d@example.com","name":"h%1$d.t.ts.net",
             "hostname":"h%1$d","addresses":["100.%3$d.%4$d.%5$d"],"machineKey":"mkey:%1$064x",
             "nodeKey":"nodekey:%1$064x","clientVersion":"1.92.3","expires":"2027-01-01T00:00:00Z",
             "advertisedRoutes":["10.0.0.0/24"],"enabledRoutes":["10.0.0.0/24"],"later":"%6$s"}
            """
                .formatted(i + 1, i % 100, 64 + i / 65536, i / 256 % 256, i % 256, pad));
      }
      out.write("]}");
    }
  }
}
