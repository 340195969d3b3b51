package dev.wayleave.oidc.plan;

import dev.wayleave.oidc.person.Person;
import dev.wayleave.oidc.spelling.EmailAddress;
import dev.wayleave.tailnet.identity.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The people of the new provider by what they may be found by.
final class People {
  private final Map<String, List<Person>> byEmail = new HashMap<>();
  private final Map<String, List<Person>> byAnyCase = new HashMap<>();
  private final Map<String, List<Person>> byUsername = new HashMap<>();
  private final Map<String, List<Person>> bySubject = new HashMap<>();
  private final Map<String, List<Person>> byOldSpelling = new HashMap<>();

  /// @param from the old issuer, under which subjects are looked for in the spelling of any
  ///   release; null where nobody is looked for by that
  People(List<Person> people, @Nullable String from) {
    for (Person person : people) {
      add(byEmail, EmailAddress.key(person.email()), person);
      add(byAnyCase, person.email().toLowerCase(Locale.ROOT), person);
      add(byUsername, person.username(), person);
      String subject = person.subject();
      if (subject != null) {
        add(bySubject, subject, person);
        if (from != null) {
          new Subject(from, subject).spellings().forEach(text -> add(byOldSpelling, text, person));
        }
      }
    }
  }

  private static void add(Map<String, List<Person>> index, String key, Person person) {
    if (!key.isEmpty()) {
      List<Person> there = index.computeIfAbsent(key, _ -> new ArrayList<>());
      if (!there.contains(person)) {
        there.add(person);
      }
    }
  }

  List<Person> byEmail(String email) {
    return byEmail.getOrDefault(EmailAddress.key(email), List.of());
  }

  /// Whether somebody has the address but for the case of letters.
  boolean hasInOtherCase(String email) {
    return byAnyCase.containsKey(email.toLowerCase(Locale.ROOT));
  }

  List<Person> byUsername(String username) {
    return byUsername.getOrDefault(username, List.of());
  }

  List<Person> bySubject(String subject) {
    return bySubject.getOrDefault(subject, List.of());
  }

  /// The people whom the old issuer, had it known them by the same subjects, had called so.
  List<Person> byOldIdentifier(String identifier) {
    return byOldSpelling.getOrDefault(identifier, List.of());
  }

  /// The one person of a subject, if it is one.
  @Nullable Person only(String subject) {
    List<Person> found = bySubject(subject);
    return found.size() == 1 ? found.getFirst() : null;
  }
}
