package dev.wayleave.importers.headscale.config;

import dev.wayleave.importers.headscale.config.NamedFiles.Absence;
import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.model.PolicyVersion;
import java.util.Locale;

/// Finds the policy: in the database, in a file (the default, and before 0.23 the only way), or
/// none.
final class PolicyReader {
  private static final String MODE = "policy.mode";
  private static final String PATH = "policy.path";

  private final Settings settings;
  private final NamedFiles files;
  private final Findings findings;

  PolicyReader(Settings settings, NamedFiles files, Findings findings) {
    this.settings = settings;
    this.files = files;
    this.findings = findings;
  }

  PolicyInUse read() {
    Setting mode = settings.find(MODE);
    return switch (settings.text(MODE, "file")) {
      case "database" -> database();
      case "file", "" -> file();
      default -> {
        if (mode != null) {
          settings.invalid(mode, "file or database", "file");
        }
        yield file();
      }
    };
  }

  private PolicyInUse database() {
    Setting path = settings.find(PATH);
    if (path != null && !settings.text(PATH).isEmpty()) {
      findings.info(
          "POLICY_FILE_UNUSED",
          path.object(),
          "The policy is the one in the database; the file "
              + settings.text(PATH)
              + " is not in use and not carried.",
          "Nothing.");
    }
    return new PolicyInUse.Database();
  }

  private PolicyInUse file() {
    Setting setting = settings.find(PATH);
    String path = settings.text(PATH);
    if (setting == null || path.isEmpty()) {
      findings.info(
          "POLICY_ABSENT",
          "setting " + PATH,
          "No policy file is named, and so Headscale lets every node reach every other.",
          "Nothing, if that is what is wanted.");
      return new PolicyInUse.Absent();
    }
    // Going on without the policy would open every node to every other.
    Absence absence =
        new Absence(Level.BLOCKER, "Restore the file, or set policy.path to where it is.");
    FileContent.Found file = files.open(setting, path, "POLICY_FILE", ConfigFiles.LARGE, absence);
    if (file == null) {
      return new PolicyInUse.Absent();
    }
    String name = file.path().toLowerCase(Locale.ROOT);
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      findings.blocker(
          "POLICY_IN_YAML",
          setting.object(),
          "The policy " + file.path() + " is YAML, which Headscale read before 0.23.",
          "Write it as HuJSON, and set policy.path to the new file.");
    }
    return new PolicyInUse.File(
        new PolicyVersion(PolicyVersion.FILE_ID, file.text(), true, file.path(), null));
  }
}
