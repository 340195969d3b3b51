package dev.wayleave.tailnet.policy.syntax;

/// One change of a policy's text, with the meaning that RFC 6902 gives it.
///
/// A path is a JSON pointer (RFC 6901), for example `/acls/0/src`.
public sealed interface Edit {
  /// The JSON pointer of what is changed.
  String path();

  /// Adds a member, or an element before the one at an index or, with `-`, after the last. A member
  /// that is there is replaced.
  ///
  /// @param value HuJSON; comments may stand within it
  record Add(String path, String value) implements Edit {
    public Add(String path, Json value) {
      this(path, value.toJson());
    }
  }

  /// Puts another value in the place of one.
  ///
  /// @param value HuJSON; comments may stand within it
  record Replace(String path, String value) implements Edit {
    public Replace(String path, Json value) {
      this(path, value.toJson());
    }
  }

  /// Takes away a member or an element, and the comments that are its own: those on its lines, and
  /// those on the lines above it up to a blank one.
  record Remove(String path) implements Edit {}

  /// Gives a member another name.
  record Rename(String path, String name) implements Edit {}
}
