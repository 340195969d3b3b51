package dev.wayleave.importers.tailscale;

/// Who wrote an export, which decides what it can know.
public enum ExportKind {
  /// Answers of the API, one file each.
  API("answers of the API"),
  /// Output of `tscli … -o json`.
  TSCLI("output of tscli"),
  /// A Terraform state of the hosted provider.
  TERRAFORM_STATE("a Terraform state"),
  /// The machines table of the admin console.
  CONSOLE_CSV("the admin console's CSV"),
  /// `tailscale status --json` of a member.
  MEMBER_STATUS("a member's status"),
  /// `tailscale debug netmap` of a member.
  MEMBER_NETMAP("a member's netmap");

  private final String label;

  ExportKind(String label) {
    this.label = label;
  }

  /// What to call it in a sentence.
  public String label() {
    return label;
  }
}
