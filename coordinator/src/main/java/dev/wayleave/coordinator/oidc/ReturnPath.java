package dev.wayleave.coordinator.oidc;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The pages to which a browser may be sent after a login: some of this server, and no other.
///
/// What they are called is written out. A rule for what they are not would have to think of `//`,
/// `/\`, tabs, `%2f` and of what browsers make of them.
final class ReturnPath {
  private static final Pattern OURS =
      Pattern.compile(
          "/(?:register|ssh/check|login)/[0-9A-Za-z_-]{1,128}(?:/[0-9A-Za-z_-]{1,64})?"
              + "|/account(?:/[0-9A-Za-z_-]{1,64}){0,2}");

  static final String DEFAULT = "/account";

  private ReturnPath() {}

  /// The path itself where it is one of ours.
  static Optional<String> of(@Nullable String path) {
    return Optional.ofNullable(path).filter(text -> OURS.matcher(text).matches());
  }
}
