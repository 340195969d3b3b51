package dev.wayleave.interop.headscale;

import java.util.List;

/// How the server of one release lists what was listed in the spelling of another, by the lines of
/// [dev.wayleave.testkit.fixture.ServerReport].
///
/// @param from the release line of the lines, for example `0.27`
/// @param to the release whose server lists them now
public record ReleaseSpelling(String from, HeadscaleRelease to) {
  private static final String KEN = "a%20b/c?d#e%20";

  /// Until 0.28 identities were escaped, and a blank at their end was cut off.
  private static final String KEN_ESCAPED = "a%20b/c%3Fd%23e";

  /// The id of frank, whom the tests name.
  private static final long TAGGED_OWNER = 5;

  /// The key of the recorded 0.30 that was revoked, up to its expiry.
  private static final String REVOKED = "^(15 .*\\| )[^|]*(?= \\| [^|]*$)";

  private static final String REVOKED_AT = "2026-11-22T05:21:15.375236Z";

  private boolean from27() {
    return from.equals("0.27");
  }

  /// Whether the server keeps pre-auth keys in clear, and knows no hashes of theirs.
  public boolean keepsKeysInClear() {
    return to.compareTo(HeadscaleRelease.V0_28) < 0;
  }

  /// What was escaped cannot be told from what was spelled so by the provider, and stays.
  public List<String> users(List<String> lines) {
    return to == HeadscaleRelease.V0_29 ? lines : replaced(lines, KEN, KEN_ESCAPED);
  }

  /// What a device asked for by itself was granted as often as it asked until 0.27; it is the
  /// node's since 0.28.
  public List<String> nodes(List<String> lines) {
    return replaced(lines, "| wants-tag | user 1 |", "| wants-tag | [tag:web] |");
  }

  /// Until 0.27 a server lists keys by their users, so that those of nobody are the tagged owner's,
  /// and what was hashed before is a key that nobody can use there; findings say both. Before 0.30
  /// a key cannot be revoked but by its expiry.
  public List<String> preAuthKeys(List<String> lines) {
    return lines.stream()
        .map(line -> from.equals("0.30") ? line.replaceFirst(REVOKED, "$1" + REVOKED_AT) : line)
        .map(line -> keepsKeysInClear() && !from27() ? inClear(line) : line)
        .toList();
  }

  private static String inClear(String line) {
    return line.replaceFirst("hskey-auth-\\S{12}-\\*\\*\\*", "")
        .replaceFirst("\\|  \\| null \\|", "|  | " + TAGGED_OWNER + " |");
  }

  /// Prefixes of seven characters are shown with stars since 0.28; before it, a key without an
  /// expiry does not work, so that it gets one that is never reached.
  public List<String> apiKeys(List<String> lines) {
    if (keepsKeysInClear()) {
      return replaced(lines, "| null |", "| 9999-12-31T00:00:00Z |");
    }
    return from27()
        ? lines.stream().map(line -> line.replaceFirst("\\| (\\S{7}) \\|", "| $1*** |")).toList()
        : lines;
  }

  private static List<String> replaced(List<String> lines, String old, String now) {
    return lines.stream().map(line -> line.replace(old, now)).toList();
  }
}
