package dev.wayleave.tailnet.cutover.kit;

/// What devices share a script.
public enum Grouping {
  OWNER,
  /// A tagged device belongs to the group of all its tags, others to the one without tags.
  TAG,
  OS,
  /// Every device has its own.
  NONE
}
