package dev.wayleave.exporters.headscale.files;

import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.policy.dialect.HeadscaleExport;

/// Where the policy is, and its file.
final class PolicySection {
  private static final String MODE = "policy.mode";
  private static final String PATH = "policy.path";

  /// The code of the finding that an option of the policy is a setting in the release.
  private static final String IN_CONFIG = "POLICY_OPTION_IN_CONFIG";

  private final Draft draft;

  PolicySection(Draft draft) {
    this.draft = draft;
  }

  void write(PolicyPlace place, HeadscaleExport.Outcome policy) {
    policy.findings().forEach(draft::add);
    if (policy.findings().stream().anyMatch(finding -> finding.code().equals(IN_CONFIG))) {
      draft.set("randomize_client_port", true);
    }
    switch (place) {
      case DATABASE -> {
        draft.set(MODE, "database");
        // A file is not in use beside the database.
        draft.remove(PATH);
        if (draft.source(PATH) != null) {
          draft.set(PATH, "");
        }
      }
      case FILE -> {
        draft.set(MODE, "file");
        draft.set(PATH, "");
        policy
            .text()
            .ifPresent(text -> draft.file(PATH, "policy.hujson", SecretText.of(text), false));
      }
    }
  }
}
