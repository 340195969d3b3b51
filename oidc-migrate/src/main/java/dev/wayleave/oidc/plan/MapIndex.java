package dev.wayleave.oidc.plan;

import dev.wayleave.oidc.spelling.Spelling;
import dev.wayleave.tailnet.identity.ProviderIdentifier;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The lines of a mapping by the users whom they name, and what they say is new.
final class MapIndex {
  private final Spelling spelling;
  private final @Nullable String to;
  private final People people;
  private final Map<UserId, List<Named>> byUser = new HashMap<>();
  private final List<MapLine> unused = new ArrayList<>();
  private final Set<String> targets = new HashSet<>();

  /// @param survivors who a user is after all merges
  MapIndex(
      List<MapLine> lines,
      Roster roster,
      UnaryOperator<UserId> survivors,
      Spelling spelling,
      @Nullable String to,
      People people) {
    this.spelling = spelling;
    this.to = to;
    this.people = people;
    for (MapLine line : lines) {
      Set<Roster.Hit> hits = roster.find(line.old());
      Set<UserId> accounts = new LinkedHashSet<>();
      hits.forEach(hit -> accounts.add(survivors.apply(hit.user())));
      for (Roster.Hit hit : hits) {
        byUser
            .computeIfAbsent(survivors.apply(hit.user()), _ -> new ArrayList<>())
            .add(new Named(line, hit.identity(), accounts.size()));
      }
      if (hits.isEmpty()) {
        unused.add(line);
      }
      if (target(line, Spelling.OIDC) instanceof Target.Known(Identity identity, String _)) {
        targets.add(key(identity));
      }
    }
  }

  /// Lines that name nobody.
  List<MapLine> unused() {
    return unused;
  }

  /// Whether some line says that this identity is new.
  boolean isTarget(Identity identity) {
    return targets.contains(key(identity));
  }

  private String key(Identity identity) {
    return spelling.rule() == ProviderIdentifier.Rule.PLAIN
        ? identity.identifier()
        : Spelling.key(identity.identifier());
  }

  /// The lines that name a user; those that name nobody else, if there are any.
  List<Named> of(UserId user) {
    List<Named> all = byUser.getOrDefault(user, List.of());
    List<Named> sure = all.stream().filter(named -> named.meanings() == 1).toList();
    return sure.isEmpty() ? all : sure;
  }

  /// What a line says is new.
  Target target(MapLine line, String provider) {
    String next = line.next();
    if (to == null) {
      return next.indexOf('/') >= 0 || next.indexOf(':') > 0
          ? new Target.Known(spelling.whole(provider, next), "")
          : new Target.Unclear("it is no identifier, and no subject without --to-issuer");
    }
    Set<String> subjects = Spelling.subjects(to, next);
    if (!subjects.isEmpty()) {
      return ofSubjects(subjects, next, provider, to);
    }
    if (next.contains("://")) {
      return new Target.Unclear("it is an identifier of another issuer than --to-issuer");
    }
    return ofSubject(next, provider, to);
  }

  private Target ofSubjects(Set<String> subjects, String next, String provider, String issuer) {
    Set<String> known = new LinkedHashSet<>(subjects);
    known.removeIf(subject -> people.bySubject(subject).isEmpty());
    Set<String> meant = known.size() == 1 ? known : subjects;
    if (meant.size() == 1) {
      return ofSubject(meant.iterator().next(), provider, issuer);
    }
    if (spelling.rule() == null) {
      // Without knowing which, the text is kept, which a login of either matches.
      return new Target.Known(spelling.whole(provider, next), "");
    }
    Set<String> texts = new LinkedHashSet<>();
    for (String subject : meant) {
      ProviderIdentifier.of(spelling.rule(), issuer, subject).ifPresent(texts::add);
    }
    if (texts.contains(next) || texts.size() == 1) {
      String text = texts.contains(next) ? next : texts.iterator().next();
      return new Target.Known(new Identity(provider, text, null, null), "");
    }
    return new Target.Unclear("it may stand for the subjects " + String.join(" and ", meant));
  }

  private Target ofSubject(String subject, String provider, String issuer) {
    return spelling
        .identity(provider, issuer, subject)
        .<Target>map(identity -> new Target.Known(identity, subject))
        .orElseGet(
            () -> new Target.Unclear("releases spell the subject " + subject + " otherwise"));
  }

  /// A line that names a user.
  ///
  /// @param identity which of the user's identities; null where the line does not say
  /// @param meanings how many users it names
  record Named(MapLine line, @Nullable Identity identity, int meanings) {}

  /// What stands in the column `new`.
  sealed interface Target {
    /// One identity.
    ///
    /// @param subject empty where it is not known apart
    record Known(Identity identity, String subject) implements Target {}

    record Unclear(String why) implements Target {}
  }
}
