package dev.wayleave.tailnet.policy.language;

/// A local user that an `ssh` rule admits.
public sealed interface SshUser {
  /// A user by name; any text that is no other form, `autogroup:member` for example, is a name.
  record Named(String name) implements SshUser {}

  /// `autogroup:nonroot`: every user but root.
  record NonRoot() implements SshUser {}

  /// `localpart:*@example.com`: the user named as the source's login before the `@`.
  record Localpart(String domain) implements SshUser {}
}
