package dev.wayleave.importers.tailscale.source;

import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.HostedExport;
import dev.wayleave.importers.tailscale.HostedOptions;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.InventorySource;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import java.util.List;

/// An export of a hosted tailnet as a source.
public final class HostedSource implements InventorySource {
  /// What an inventory says it was read from.
  public static final String KIND = "tailscale";

  private final HostedExport export;
  private final List<Finding> ofKind;
  private final HostedOptions options;

  public HostedSource(HostedExport export, HostedOptions options) {
    this(export, List.of(), options);
  }

  /// @param ofKind what this kind of export cannot tell
  public HostedSource(HostedExport export, List<Finding> ofKind, HostedOptions options) {
    this.export = export;
    this.ofKind = List.copyOf(ofKind);
    this.options = options;
  }

  @Override
  public Reading read(Progress progress) throws SourceException {
    return new HostedReading(export, options, progress).read(ofKind);
  }

  /// Whether the export is one of answers, which tell all that the API has.
  static boolean isComplete(HostedExport export) {
    return export.kind() == ExportKind.API;
  }
}
