package dev.wayleave.oidc.repair;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// A kind of damage that past changes of provider, or of Headscale's release, left.
public enum RepairKind {
  /// Identifiers that differ in slashes alone: two users of one person.
  SLASH_TWINS,
  /// Identifiers that differ in percent-encoding alone: two users of one person.
  ENCODING_TWINS,
  /// Two users with identities have one e-mail address, or one name.
  DUPLICATES,
  /// One user was made by hand, one by a login, and both have one name.
  HAND_MADE,
  /// A user has no name.
  NAMELESS,
  /// A name means more than one user.
  AMBIGUOUS_NAMES;

  /// Reads what [#word] writes.
  ///
  /// @throws IllegalArgumentException with a sentence for a person
  public static RepairKind parse(String text) {
    return Arrays.stream(values())
        .filter(kind -> kind.word().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no repair \"%s\"; the kinds are %s."
                    .formatted(
                        text,
                        Arrays.stream(values())
                            .map(RepairKind::word)
                            .collect(Collectors.joining(", ")))));
  }

  /// As it is written: `slash-twins`.
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Whether the repair makes one user of several.
  public boolean merges() {
    return switch (this) {
      case SLASH_TWINS, ENCODING_TWINS, DUPLICATES, HAND_MADE -> true;
      case NAMELESS, AMBIGUOUS_NAMES -> false;
    };
  }
}
