package dev.wayleave.tailnet.policy.language;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the soundness of a policy depends on outside its own text.
///
/// @param domains the domains of the tailnet's users, in any letter case; null where they are not
///   known, and then every domain is taken
public record TailnetFacts(@Nullable Set<String> domains) {
  /// Nothing is known of the tailnet: only the text itself is judged.
  public static final TailnetFacts UNKNOWN = new TailnetFacts(null);

  public TailnetFacts {
    domains =
        domains == null
            ? null
            : domains.stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
  }

  /// Whether `user:*@DOMAIN` and `localpart:*@DOMAIN` may name the domain.
  boolean mayName(String domain) {
    return domains == null || domains.contains(domain.toLowerCase(Locale.ROOT));
  }
}
