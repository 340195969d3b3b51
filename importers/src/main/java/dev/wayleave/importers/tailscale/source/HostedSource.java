package dev.wayleave.importers.tailscale.source;

import dev.wayleave.importers.tailscale.HostedExport;
import dev.wayleave.importers.tailscale.HostedOptions;
import dev.wayleave.importers.tailscale.HostedPlane;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.member.MemberView;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.InventorySource;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// An export of a hosted tailnet as a source.
public final class HostedSource implements InventorySource {
  /// What an inventory says it was read from.
  public static final String KIND = HostedPlane.NAME;

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
    return new HostedReading(export, view(), options, progress).read(ofKind);
  }

  /// A netmap given as the map of relays tells the devices' home relays too.
  private MemberView view() throws SourceException {
    Path map = options.files().get(Section.DERP_MAP);
    if (map != null && MemberView.isNetmap(map)) {
      return MemberView.of(map);
    }
    Optional<Path> beside = export.netmap();
    return beside.isPresent() ? MemberView.of(beside.get()) : MemberView.NONE;
  }

  /// Whether exports of this kind tell the keys of devices, so that one without them is remarkable.
  static boolean tellsKeys(HostedExport export) {
    return switch (export.kind()) {
      case API, TSCLI, TERRAFORM_STATE -> true;
      case CONSOLE_CSV, MEMBER_STATUS, MEMBER_NETMAP -> false;
    };
  }
}
