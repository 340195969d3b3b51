package dev.wayleave.tailnet.policy.check;

/// What a policy decides, or is wanted to.
public enum Outcome {
  ACCEPT("Accept"),
  /// In `sshTests`: accepted after the user has proved again who they are.
  CHECK("Check"),
  DROP("Drop");

  private final String text;

  Outcome(String text) {
    this.text = text;
  }

  /// The word of the hosted service.
  public String text() {
    return text;
  }
}
