package dev.wayleave.oidc.plan;

import dev.wayleave.oidc.spelling.EmailAddress;
import dev.wayleave.oidc.spelling.Spelling;
import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.identity.rewrite.Holder;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds whom a word of a person means: in a mapping, in a list of those to leave, in an order to
/// merge.
///
/// An identifier that is known letter by letter means its user, whatever else the word may be. So
/// does `user:ID`. All other meanings count alike: two users are two.
final class Roster {
  private static final String BY_NUMBER = "user:";

  private final @Nullable String issuer;
  private final Map<UserId, User> users = new HashMap<>();
  private final Index exact = new Index();
  private final Index spelled = new Index();
  private final Index subjects = new Index();
  private final Index names = new Index();

  /// @param issuer the one whose subjects words may be; null takes what stands behind any slash
  Roster(Collection<Holder> holders, @Nullable String issuer) {
    this.issuer = issuer;
    for (Holder holder : holders) {
      User user = holder.user();
      users.put(user.id(), user);
      names.add(user.name(), new Hit(user.id(), null));
      names.add(EmailAddress.key(user.email()), new Hit(user.id(), null));
      user.identities().forEach(identity -> index(new Hit(user.id(), identity), identity));
    }
  }

  private void index(Hit hit, Identity identity) {
    String identifier = identity.identifier();
    exact.add(identifier, hit);
    spelled.add(Spelling.key(identifier), hit);
    if (identity.issuer() != null && identity.subject() != null) {
      subjects.add(identity.subject(), hit);
      new Subject(identity.issuer(), identity.subject())
          .spellings()
          .forEach(text -> spelled.add(text, hit));
    } else if (issuer != null) {
      for (String subject : Spelling.subjects(issuer, identifier)) {
        subjects.add(subject, hit);
        new Subject(issuer, subject).spellings().forEach(text -> spelled.add(text, hit));
      }
    } else {
      int authority = identifier.indexOf("://");
      int at = identifier.indexOf('/', authority < 0 ? 0 : authority + 3);
      for (; at >= 0; at = identifier.indexOf('/', at + 1)) {
        subjects.add(identifier.substring(at + 1), hit);
        subjects.add(Spelling.decoded(identifier.substring(at + 1)), hit);
      }
    }
  }

  User user(UserId id) {
    User user = users.get(id);
    if (user == null) {
      throw new IllegalArgumentException("no user has the id " + id);
    }
    return user;
  }

  /// Everybody whom a word may mean; the identity where it names one.
  Set<Hit> find(String word) {
    if (word.startsWith(BY_NUMBER)) {
      return byNumber(word.substring(BY_NUMBER.length()));
    }
    for (Set<Hit> found : List.of(exact.get(word), spelled.get(word))) {
      if (!found.isEmpty()) {
        return found;
      }
    }
    Set<Hit> found = new LinkedHashSet<>(spelled.get(Spelling.key(word)));
    found.addAll(subjects.get(word));
    found.addAll(names.get(word));
    found.addAll(names.get(EmailAddress.key(word)));
    return found;
  }

  private Set<Hit> byNumber(String digits) {
    if (!digits.matches("[0-9]{1,18}")) {
      return Set.of();
    }
    UserId id = new UserId(Long.parseLong(digits));
    return users.containsKey(id) ? Set.of(new Hit(id, null)) : Set.of();
  }

  /// @param identity null where the word names the user and no identity
  record Hit(UserId user, @Nullable Identity identity) {}

  private static final class Index {
    private final Map<String, Set<Hit>> hits = new HashMap<>();

    void add(String word, Hit hit) {
      if (!word.isEmpty()) {
        hits.computeIfAbsent(word, _ -> new LinkedHashSet<>()).add(hit);
      }
    }

    Set<Hit> get(String word) {
      return hits.getOrDefault(word, Set.of());
    }
  }
}
