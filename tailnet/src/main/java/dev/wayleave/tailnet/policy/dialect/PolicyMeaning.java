package dev.wayleave.tailnet.policy.dialect;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What becomes of a rule that reaches further here than where it comes from, or less far.
public enum PolicyMeaning {
  /// The operator has not said; such a rule forbids the migration.
  ASK,
  /// The rule is rewritten so that it means what it meant at the source.
  SOURCE,
  /// The rule stays as it is and means what it means here.
  WAYLEAVE;

  /// Reads a name in any letter case.
  @JsonCreator
  public static PolicyMeaning parse(String text) {
    return Arrays.stream(values())
        .filter(meaning -> meaning.text().equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "\"%s\" is no meaning of a policy; there are %s"
                    .formatted(
                        text,
                        Arrays.stream(values())
                            .map(PolicyMeaning::text)
                            .collect(Collectors.joining(", ")))));
  }

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
