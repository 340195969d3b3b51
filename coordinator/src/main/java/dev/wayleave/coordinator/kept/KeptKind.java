package dev.wayleave.coordinator.kept;

/// What rows are kept of.
public enum KeptKind {
  /// A device that waits to be let in.
  DEVICE,
  /// An SSH session that waits to be approved.
  SSH_SESSION,
  /// That somebody approved an SSH session.
  SSH_APPROVAL,
  /// A login that is at an identity provider.
  AT_PROVIDER,
  /// A browser in which somebody is logged in.
  BROWSER,
  /// A command that waits for its person.
  COMMAND,
  /// A second login that is to be added to a first.
  LINK
}
