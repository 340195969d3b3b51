package dev.wayleave.tailnet.policy.language;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the soundness of a policy depends on outside its own text.
///
/// @param domains the domains of the tailnet's users, in any letter case; null where they are not
///   known, and then every domain is taken
/// @param groups the groups that identity providers keep, `group:NAME`, beside those that the text
///   defines; null where any name is taken
public record TailnetFacts(@Nullable Set<String> domains, @Nullable Set<String> groups) {
  /// Nothing is known of the tailnet: only the text itself is judged.
  public static final TailnetFacts UNKNOWN = new TailnetFacts(null);

  /// A tailnet whose providers keep no groups.
  public TailnetFacts(@Nullable Set<String> domains) {
    this(domains, Set.of());
  }

  public TailnetFacts {
    domains =
        domains == null
            ? null
            : domains.stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    groups = groups == null ? null : Set.copyOf(groups);
  }

  /// Whether `user:*@DOMAIN` and `localpart:*@DOMAIN` may name the domain.
  boolean mayName(String domain) {
    return domains == null || domains.contains(domain.toLowerCase(Locale.ROOT));
  }

  /// The group of a provider that a word means, as the provider's mapping spells it.
  Optional<String> group(String text) {
    if (groups == null || groups.contains(text)) {
      return Optional.of(text);
    }
    return groups.stream().filter(text::equalsIgnoreCase).findFirst();
  }
}
