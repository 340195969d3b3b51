package dev.wayleave.importers.tailscale.tscli;

import dev.wayleave.importers.tailscale.Section;

/// Whose output a file is.
sealed interface Output {
  /// A section as a whole.
  record Whole(Section section) implements Output {}

  /// One of the commands below `tscli get dns`.
  record Dns(DnsPart part) implements Output {}

  /// Something about one device, which only the file's name tells.
  record OfDevice(Section section) implements Output {}

  /// Known, and of no use here.
  record Passed(String what) implements Output {}

  /// Parts of the DNS settings.
  enum DnsPart {
    NAMESERVERS,
    PREFERENCES,
    SEARCH_PATHS,
    SPLIT
  }
}
