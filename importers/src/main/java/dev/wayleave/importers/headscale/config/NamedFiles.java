package dev.wayleave.importers.headscale.config;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Finding.Level;
import org.jspecify.annotations.Nullable;

/// Reads files that settings name and reports those that are not to be had.
///
/// A file that is there and cannot be read always stops a migration, since the right user can read
/// it; what a missing one means depends on the setting.
final class NamedFiles {
  private final ConfigFiles files;
  private final Findings findings;

  NamedFiles(ConfigFiles files, Findings findings) {
    this.files = files;
    this.findings = findings;
  }

  /// What to say where the file is missing.
  ///
  /// @param remedy a sentence
  record Absence(Level level, String remedy) {}

  /// The file, or null after a finding.
  ///
  /// @param code begins the codes of the findings: `CODE_MISSING`, `CODE_UNREADABLE`
  FileContent.@Nullable Found open(
      Setting setting, String path, String code, int limit, Absence absence) {
    return accept(setting, files.read(path, limit), code, absence);
  }

  /// The file, or null after a finding.
  FileContent.@Nullable Found accept(
      Setting setting, FileContent content, String code, Absence absence) {
    return switch (content) {
      case FileContent.Found found -> found;
      case FileContent.Missing(String missing) -> {
        findings.add(
            new Finding(
                absence.level(),
                code + "_MISSING",
                setting.object(),
                "The file " + missing + " does not exist.",
                absence.remedy()));
        yield null;
      }
      case FileContent.Unreadable(String unreadable, String why, String remedy) -> {
        findings.blocker(
            code + "_UNREADABLE",
            setting.object(),
            "The file " + unreadable + " " + why + ".",
            remedy);
        yield null;
      }
    };
  }

  ConfigFiles files() {
    return files;
  }
}
