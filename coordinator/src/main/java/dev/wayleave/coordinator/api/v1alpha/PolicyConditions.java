package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.coordinator.state.PolicyPrecondition;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads `If-Match` and `If-None-Match` (RFC 9110 §13.1). As on the hosted service they may be
/// missing; then the last writer wins.
@Singleton
final class PolicyConditions {
  /// What the hosted service takes for "while nobody has set a policy yet".
  private static final String DEFAULT = "ts-default";

  private static final Pattern TAG =
      Pattern.compile("\\s*(W/)?\"([\\x21\\x23-\\x7e]*)\"\\s*(?:,|$)");

  private final PolicyTags tags;

  PolicyConditions(PolicyTags tags) {
    this.tags = tags;
  }

  PolicyPrecondition of(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
    if (ifMatch != null && ifNoneMatch != null) {
      throw new BadInputException("Send either If-Match or If-None-Match, not both.");
    }
    if (ifNoneMatch != null) {
      if (!ifNoneMatch.strip().equals("*")) {
        throw new BadInputException(
            "A change takes If-None-Match with * alone, which means: while there is no policy.");
      }
      return new PolicyPrecondition.NoPolicy();
    }
    return ifMatch == null ? new PolicyPrecondition.Whatever() : matching(ifMatch.strip());
  }

  private PolicyPrecondition matching(String ifMatch) {
    if (ifMatch.equals("*")) {
      return new PolicyPrecondition.SomePolicy();
    }
    // A weak tag never matches here (RFC 9110 §8.8.3.2), so it is as good as none.
    Set<String> strong =
        read("If-Match", ifMatch).stream()
            .filter(tag -> !tag.weak())
            .map(Tag::value)
            .collect(Collectors.toSet());
    return strong.equals(Set.of(DEFAULT))
        ? new PolicyPrecondition.NoPolicy()
        : new PolicyPrecondition.Tagged(strong, tags::of);
  }

  /// Whether who reads already has what has this tag.
  boolean isKnown(@Nullable String ifNoneMatch, String tag) {
    return ifNoneMatch != null
        && (ifNoneMatch.strip().equals("*")
            || read("If-None-Match", ifNoneMatch.strip()).stream()
                .anyMatch(known -> known.value().equals(tag)));
  }

  private record Tag(boolean weak, String value) {}

  private static List<Tag> read(String header, String value) {
    List<Tag> found = new ArrayList<>();
    Matcher matcher = TAG.matcher(value);
    int at = 0;
    while (at < value.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw new BadInputException(
            "The header "
                + header
                + " holds no entity tag; send the ETag of the policy, quotes included.");
      }
      found.add(new Tag(matcher.group(1) != null, String.valueOf(matcher.group(2))));
      at = matcher.end();
    }
    return found;
  }
}
