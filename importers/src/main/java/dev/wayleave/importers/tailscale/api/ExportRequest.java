package dev.wayleave.importers.tailscale.api;

import dev.wayleave.importers.tailscale.Section;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is to be exported, and where to.
///
/// @param only the sections that are asked
/// @param refresh whether what is there already is asked anew
/// @param derpMap where the map of relays is told, without credential; null where it is not asked
public record ExportRequest(
    Path folder, Set<Section> only, boolean refresh, @Nullable URI derpMap) {
  /// Where Tailscale's own is told to everybody.
  public static final URI HOSTED_DERP_MAP =
      URI.create("https://controlplane.tailscale.com/derpmap/default");

  public ExportRequest {
    only = Set.copyOf(only);
  }

  /// All sections, without what is there already.
  public static ExportRequest all(Path folder) {
    return new ExportRequest(folder, Set.of(Section.values()), false, null);
  }
}
