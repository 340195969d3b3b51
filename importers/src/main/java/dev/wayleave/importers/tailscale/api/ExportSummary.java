package dev.wayleave.importers.tailscale.api;

import dev.wayleave.importers.tailscale.NotRead;
import dev.wayleave.importers.tailscale.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a run brought.
///
/// @param sections in their order
/// @param notRead what was asked and not told, or not asked as the API does not tell it
public record ExportSummary(
    Path folder,
    @Nullable String tailnetId,
    Map<Section, Outcome> sections,
    List<NotRead> notRead) {
  public ExportSummary {
    sections = java.util.Collections.unmodifiableMap(new java.util.EnumMap<>(sections));
    notRead = List.copyOf(notRead);
  }

  /// How a section fared.
  ///
  /// @param read how many bodies this run brought
  /// @param kept how many were there already
  /// @param missing how many are not told
  public record Outcome(int read, int kept, int missing) {
    static final Outcome NONE = new Outcome(0, 0, 0);

    Outcome plus(Outcome other) {
      return new Outcome(read + other.read, kept + other.kept, missing + other.missing);
    }
  }
}
