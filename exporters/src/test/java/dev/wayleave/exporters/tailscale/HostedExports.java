package dev.wayleave.exporters.tailscale;

import dev.wayleave.importers.tailscale.HostedOptions;
import dev.wayleave.importers.tailscale.api.Credential;
import dev.wayleave.importers.tailscale.api.ExportRequest;
import dev.wayleave.importers.tailscale.api.HostedAddress;
import dev.wayleave.importers.tailscale.api.HostedClient;
import dev.wayleave.importers.tailscale.api.HostedException;
import dev.wayleave.importers.tailscale.api.Patience;
import dev.wayleave.importers.tailscale.api.TailnetExport;
import dev.wayleave.importers.tailscale.api.Waiting;
import dev.wayleave.importers.tailscale.folder.ExportFolder;
import dev.wayleave.importers.tailscale.source.HostedSource;
import dev.wayleave.tailnet.inventory.InventorySource;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.testkit.hosted.HostedApi;
import dev.wayleave.testkit.hosted.HostedSample;
import dev.wayleave.testkit.hosted.HostedTokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/// A tailnet of the fake, read as a source and set as a target.
final class HostedExports implements InventorySource {
  private static final Patience PATIENCE =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofHours(1),
          3,
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));

  private final HostedAddress address;
  private final Path folder;
  private int readings;

  HostedExports(HostedApi api, Path folder) {
    this.address = HostedAddress.parse(api.url().toString(), "-");
    this.folder = folder;
  }

  private HostedClient client() {
    return new HostedClient(
        address,
        new Credential.ApiToken(SecretText.of(HostedTokens.API_TOKEN)),
        PATIENCE,
        new Waiting(() -> HostedSample.TOLD_AT, new Random(5), _ -> {}));
  }

  @Override
  public Reading read(Progress progress) throws SourceException {
    Path export = folder.resolve("export-" + readings++);
    try (HostedClient client = client()) {
      TailnetExport.run(client, () -> HostedSample.TOLD_AT, ExportRequest.all(export), progress);
    } catch (HostedException e) {
      throw new SourceException(String.valueOf(e.getMessage()), e);
    }
    return new HostedSource(ExportFolder.open(export), HostedOptions.at(() -> HostedSample.TOLD_AT))
        .read(progress);
  }

  HostedTarget target() {
    return new HostedTarget(
        address,
        this::client,
        this,
        folder.resolve("state"),
        () -> HostedSample.TOLD_AT,
        new Random(11));
  }
}
