package dev.wayleave.oidc.plan;

import dev.wayleave.oidc.person.Person;
import dev.wayleave.oidc.spelling.Spelling;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.User;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes a user of the store and a person of the new provider for one by what they have in common.
final class PersonMatch {
  private static final String BY_HAND = "Name the user in --map, or in --leave to leave them.";

  private final PlanRequest.Matching matching;
  private final Spelling spelling;
  private final People people;
  private final @Nullable String from;
  private final @Nullable String to;

  PersonMatch(PlanRequest request, Spelling spelling, People people) {
    this.matching = request.matching();
    this.spelling = spelling;
    this.people = people;
    this.from = request.providers().from();
    this.to = request.providers().to();
  }

  Resolution match(Slot slot) {
    Match by = matching.by();
    if (by == null || to == null) {
      return new Resolution.Unmatched(
          "the new issuer was not named", "Name it with --to-issuer, as its tokens have it.");
    }
    return switch (by) {
      case EMAIL -> byEmail(slot, to);
      case USERNAME -> byUsername(slot, to);
      case SUB -> bySubject(slot, to);
    };
  }

  private Resolution byEmail(Slot slot, String issuer) {
    String email = slot.account().first(User::email);
    if (email.isEmpty()) {
      return new Resolution.Unmatched("the user has no e-mail address", BY_HAND);
    }
    String how = "email " + email;
    if (matching.people() == null) {
      return unknownSubject(how, "email", email, null);
    }
    List<Person> found = people.byEmail(email);
    List<Person> sure = found.stream().filter(this::isSure).toList();
    if (sure.isEmpty() && !found.isEmpty()) {
      return new Resolution.Unmatched(
          "the directory has " + email + ", but does not vouch for it",
          "Have the address verified at the new provider, name the user in --map, or take such"
              + " addresses with --take-unverified.");
    }
    if (sure.isEmpty() && people.hasInOtherCase(email)) {
      return new Resolution.Unmatched(
          "the directory has " + email + " only in other letters (upper or lower case)", BY_HAND);
    }
    return one(slot, issuer, sure, how, "email");
  }

  /// Where the subject is unknown, the login itself has to prove the address.
  private boolean isSure(Person person) {
    return matching.unverified()
        || matching.pairwise()
        || person.emailVerified()
        || person.subject() == null;
  }

  private Resolution byUsername(Slot slot, String issuer) {
    String name = slot.account().first(User::name);
    if (name.isEmpty()) {
      return new Resolution.Unmatched("the user has no name", BY_HAND);
    }
    String how = "username " + name;
    return matching.people() == null
        ? unknownSubject(how, "preferred_username", name, null)
        : one(slot, issuer, people.byUsername(name), how, "preferred_username");
  }

  private Resolution one(Slot slot, String issuer, List<Person> found, String how, String claim) {
    if (found.isEmpty()) {
      return new Resolution.Unmatched("nobody in the directory has the " + how, BY_HAND);
    }
    if (found.size() > 1) {
      return new Resolution.Ambiguous(
          "%d people in the directory have the %s".formatted(found.size(), how), BY_HAND);
    }
    Person person = found.getFirst();
    String subject = person.subject();
    if (subject == null || matching.pairwise()) {
      String value = claim.equals("email") ? person.email() : person.username();
      return unknownSubject(how, claim, value, person);
    }
    return to(slot, issuer, subject, person, how);
  }

  private Resolution unknownSubject(
      String how, String claim, String value, @Nullable Person person) {
    boolean waits =
        spelling.rule() != null || matching.pairwise() || matching.expectUntil() != null;
    return matching.people() == null && !waits
        ? new Resolution.Unmatched(
            "no directory tells the subject behind the " + how,
            "Read the people of the new provider with --directory, or say with --expect-days how long"
                + " their first login is waited for.")
        : new Resolution.Expected(claim, value, person, how);
  }

  private Resolution bySubject(Slot slot, String issuer) {
    if (from == null || matching.pairwise()) {
      return new Resolution.Unmatched(
          matching.pairwise()
              ? "subjects that differ from client to client cannot be matched"
              : "the old issuer was not named",
          matching.pairwise() ? "Match by email or username." : "Name it with --from-issuer.");
    }
    Map<String, Identity> found = new LinkedHashMap<>();
    Set<String> subjects = new LinkedHashSet<>();
    for (Identity identity : slot.pool()) {
      Set<String> own = Spelling.subjects(from, identity);
      subjects.addAll(own);
      people.byOldIdentifier(identity.identifier()).stream()
          .map(Person::subject)
          .filter(subject -> subject != null && (own.isEmpty() || own.contains(subject)))
          .forEach(subjects::add);
    }
    if (matching.people() != null) {
      subjects.removeIf(subject -> people.bySubject(subject).isEmpty());
    }
    for (String subject : subjects) {
      spelling
          .identity(slot.provider(), issuer, subject)
          .ifPresent(identity -> found.putIfAbsent(identity.identifier(), identity));
    }
    if (found.isEmpty()) {
      return new Resolution.Unmatched(
          matching.people() == null
              ? "the subject cannot be told from the identifier"
              : "nobody in the directory has the user's subject",
          BY_HAND);
    }
    if (found.size() > 1) {
      return new Resolution.Ambiguous(
          "the identifier may stand for the subjects " + String.join(" and ", subjects), BY_HAND);
    }
    String subject = subjects.iterator().next();
    Identity identity = found.values().iterator().next();
    // Of several subjects that are spelled alike, a login of any matches the text by itself.
    Identity sure =
        subjects.size() == 1 ? identity : spelling.whole(slot.provider(), identity.identifier());
    return new Resolution.To(sure, people.only(subject), "sub " + subject);
  }

  private Resolution to(Slot slot, String issuer, String subject, Person person, String how) {
    return spelling
        .identity(slot.provider(), issuer, subject)
        .<Resolution>map(identity -> new Resolution.To(identity, person, how))
        .orElseGet(() ->
            new Resolution.Ambiguous(
                "releases spell the subject " + subject + " differently", BY_HAND));
  }
}
