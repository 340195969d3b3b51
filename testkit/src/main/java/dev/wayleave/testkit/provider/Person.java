package dev.wayleave.testkit.provider;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Somebody with an account at a provider.
///
/// @param claims beside the subject
public record Person(String subject, Map<String, Object> claims) {
  public Person {
    claims = Collections.unmodifiableMap(new TreeMap<>(claims));
  }

  /// A person `NAME` with a verified address `NAME@example.com`.
  public static Person named(String name) {
    return new Person(
        "sub-" + name,
        Map.of(
            "preferred_username",
            name,
            "name",
            name,
            "email",
            name + "@example.com",
            "email_verified",
            true));
  }

  public Person with(String claim, Object value) {
    Map<String, Object> more = new TreeMap<>(claims);
    more.put(claim, value);
    return new Person(subject, more);
  }

  public Person without(String claim) {
    Map<String, Object> fewer = new TreeMap<>(claims);
    fewer.remove(claim);
    return new Person(subject, fewer);
  }

  public Person in(String... groups) {
    return with("groups", List.of(groups));
  }
}
