package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.dialect.PolicyEngine.UserNames;

/// What a word of a policy is to an engine of Headscale.
enum SourceKind {
  EVERYTHING,
  GROUP,
  TAG,
  AUTOGROUP,
  USER,
  HOST,
  ADDRESS,
  /// A word that names nothing.
  UNKNOWN;

  static SourceKind of(String word, SourceWords words) {
    if (word.equals("*")) {
      return EVERYTHING;
    }
    return words.userNames() == UserNames.WITH_AT ? since026(word, words) : before026(word, words);
  }

  /// An address first, then a user by the `@` alone.
  private static SourceKind since026(String word, SourceWords words) {
    if (SourceWords.isAddress(word)) {
      return ADDRESS;
    }
    if (word.contains("@")) {
      return USER;
    }
    SourceKind prefixed = byPrefix(word);
    return prefixed != UNKNOWN ? prefixed : words.isHost(word) ? HOST : UNKNOWN;
  }

  /// By prefix, then a user with devices, a host, an address.
  private static SourceKind before026(String word, SourceWords words) {
    SourceKind prefixed = byPrefix(word);
    if (prefixed != UNKNOWN) {
      return prefixed;
    }
    if (words.isUserWithDevices(word)) {
      return USER;
    }
    if (words.isHost(word)) {
      return HOST;
    }
    return SourceWords.isAddress(word) ? ADDRESS : words.isUser(word) ? USER : UNKNOWN;
  }

  private static SourceKind byPrefix(String word) {
    if (word.startsWith("group:")) {
      return GROUP;
    }
    if (word.startsWith("tag:")) {
      return TAG;
    }
    return word.startsWith("autogroup:") ? AUTOGROUP : UNKNOWN;
  }

  boolean isUser() {
    return this == USER;
  }
}
