package dev.wayleave.importers.tailscale;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is known of a hosted tailnet, section by section, in the shapes of the API v2.
///
/// An export of another kind (a Terraform state, a member's netmap) says in these shapes what it
/// knows and leaves out the rest.
public interface HostedExport {
  ExportKind kind();

  /// The place in words, for findings: a folder, a file, a URL.
  String place();

  /// The body of a section as it was given, or nothing where there is none.
  Optional<InputStream> open(Section section) throws IOException;

  /// The body of a section that each device has, or nothing where there is none.
  Optional<InputStream> open(Section section, String nodeId) throws IOException;

  /// What the export itself calls the tailnet: its id, the name by which it was asked for.
  default Set<String> tailnetNames() {
    return Set.of();
  }

  /// What was asked and not answered.
  List<NotRead> notRead();

  /// A member's netmap that lies beside it.
  default Optional<Path> netmap() {
    return Optional.empty();
  }

  /// How the run ended that wrote it.
  default Run run() {
    return Run.BY_HAND;
  }

  /// How the run ended that wrote an export.
  enum Run {
    /// It asked all that it was to ask.
    ENDED,
    /// It broke off, so that what is missing was not asked.
    BROKEN_OFF,
    /// It asked anew for what was there already and broke off, so that answers are of two times.
    REFRESH_BROKEN_OFF,
    /// Nobody says; a person may have put it together and left things out.
    BY_HAND
  }
}
