package dev.wayleave.cli.endpoint;

import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.importers.tailscale.HostedOptions;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.api.ExportRequest;
import dev.wayleave.importers.tailscale.api.HostedClient;
import dev.wayleave.importers.tailscale.api.HostedException;
import dev.wayleave.importers.tailscale.api.TailnetExport;
import dev.wayleave.importers.tailscale.folder.ExportFolder;
import dev.wayleave.importers.tailscale.source.HostedSource;
import dev.wayleave.tailnet.inventory.InventorySource;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Hosted Tailscale as a source: its API is asked into a folder, and the folder is read.
final class AskedTailnet implements InventorySource {
  private final ClientOpener opener;
  private final InstantSource clock;
  private final Folders folders;
  private final @Nullable URI derpMap;
  private final HostedOptions options;

  /// Opens a client when the source is read, not before.
  interface ClientOpener {
    HostedClient open() throws CommandException;
  }

  /// Where answers lie.
  ///
  /// @param kept a folder that stays; null for one below `temporary` that is gone afterwards
  record Folders(@Nullable Path kept, Path temporary) {}

  AskedTailnet(
      ClientOpener opener,
      InstantSource clock,
      Folders folders,
      @Nullable URI derpMap,
      HostedOptions options) {
    this.opener = opener;
    this.clock = clock;
    this.folders = folders;
    this.derpMap = derpMap;
    this.options = options;
  }

  @Override
  public Reading read(Progress progress) throws SourceException {
    Path kept = folders.kept();
    if (kept != null) {
      return read(kept, progress);
    }
    try (PrivateFolder folder = PrivateFolder.in(folders.temporary())) {
      return read(folder.path().resolve("export"), progress);
    }
  }

  private Reading read(Path folder, Progress progress) throws SourceException {
    try (HostedClient client = opener.open()) {
      // A run that was cut off is gone on with; one that ended told what was so then.
      boolean refresh = TailnetExport.hasEnded(folder);
      TailnetExport.run(
          client,
          clock,
          new ExportRequest(folder, Set.of(Section.values()), refresh, derpMap),
          progress);
    } catch (HostedException | CommandException e) {
      throw new SourceException(String.valueOf(e.getMessage()), e);
    }
    return new HostedSource(ExportFolder.open(folder), options).read(progress);
  }
}
