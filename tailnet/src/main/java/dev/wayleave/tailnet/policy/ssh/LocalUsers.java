package dev.wayleave.tailnet.policy.ssh;

import dev.wayleave.tailnet.policy.directory.Person;
import dev.wayleave.tailnet.policy.language.SshUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The list `users` of an entry, as node software takes it.
///
/// @param base what holds for every source: names stand for themselves, and root is nobody unless
///   it is listed
/// @param domains those whose people may log in by their own names
record LocalUsers(SortedMap<String, String> base, List<String> domains) {
  static LocalUsers of(List<SshUser> users) {
    SortedMap<String, String> base = new TreeMap<>();
    base.put("root", "");
    List<String> domains = new ArrayList<>();
    for (SshUser user : users) {
      switch (user) {
        case SshUser.Named(String name) -> base.put(name, name);
        case SshUser.NonRoot _ -> base.put("*", "=");
        case SshUser.Localpart(String domain) -> domains.add(domain.toLowerCase(Locale.ROOT));
      }
    }
    return new LocalUsers(base, List.copyOf(domains));
  }

  /// Whether the rules differ from source to source.
  boolean isPersonal() {
    return !domains.isEmpty();
  }

  /// The local user that bears a person's own name, where the entry admits it.
  Optional<String> ownName(Person person) {
    return person.domain().filter(domains::contains).flatMap(_ -> person.localpart());
  }
}
