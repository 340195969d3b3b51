package dev.wayleave.interop.tailscale;

import dev.wayleave.interop.Child;
import dev.wayleave.interop.GoTool;
import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.bundle.BundleWriter;
import dev.wayleave.tailnet.inventory.bundle.Protection;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A `derper`, which asks a coordinator whom to admit, over plain HTTP.
final class ExternalRelay implements AutoCloseable {
  static final int REGION = 901;

  /// What pings call the region.
  static final String CODE = "far";

  private final Child derper;
  private final int port;
  private final int stunPort;

  private ExternalRelay(Child derper, int port, int stunPort) {
    this.derper = derper;
    this.port = port;
    this.stunPort = stunPort;
  }

  /// @param admission where it asks; if nobody answers there it admits nobody
  static ExternalRelay start(TestNetwork network, Path folder, String admission)
      throws IOException, InterruptedException {
    int port = network.freePort();
    int stunPort = network.freePort();
    Path log = folder.resolve("derper.log");
    List<String> command = new ArrayList<>(List.of(GoTool.DERPER.binary().toString()));
    command.addAll(List.of("-a=127.0.0.1:" + port, "-http-port=-1", "-stun-port=" + stunPort));
    command.addAll(List.of("-hostname=127.0.0.1", "-c=" + folder.resolve("derper.key")));
    command.addAll(List.of("-verify-client-url=" + admission));
    command.add("-verify-client-url-fail-open=false");
    ProcessBuilder builder = new ProcessBuilder(network.inside(command)).redirectErrorStream(true);
    Child derper = Child.start(builder.redirectOutput(log.toFile()));
    Await.until(
        "the external relay listens",
        () -> Files.readString(log).contains("serving on 127.0.0.1:" + port));
    return new ExternalRelay(derper, port, stunPort);
  }

  /// A bundle of settings that have this relay beside the server's own.
  Path bundle(Path file) throws IOException {
    String map =
        """
        regions:
          %d:
            regionid: %d
            regioncode: %s
            regionname: Far away
            nodes:
              - name: far-1
                regionid: %d
                hostname: 127.0.0.1
                ipv4: 127.0.0.1
                ipv6: none
                derpport: %d
                stunport: %d
        """
            .formatted(REGION, REGION, CODE, REGION, port, stunPort);
    DerpSettings settings =
        new DerpSettings(
            new DerpSettings.EmbeddedRegion(999, "near", "Near", true, "", true, "", ""),
            List.of(),
            List.of(new DerpSettings.MapFile("derp.yaml", map)),
            false,
            "PT3H");
    Inventory inventory =
        Inventory.builder(new SourceInfo("headscale", "0.29.2", "sqlite")).add(settings).build();
    Reading reading = new Reading(inventory, new Counts(0, 0, 0, 0, 0, 0), List.of());
    try (OutputStream out = Files.newOutputStream(file)) {
      new BundleWriter(Instant.EPOCH, new Protection.Plain(), false)
          .write(reading, out, Progress.SILENT);
    }
    return file;
  }

  @Override
  public void close() {
    derper.close();
  }
}
