package dev.wayleave.oidc.plan;

import dev.wayleave.oidc.person.Person;
import dev.wayleave.oidc.spelling.Spelling;
import dev.wayleave.tailnet.identity.ProviderIdentifier;
import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.model.Identity;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the new identity of one slot: by the mapping, else because it is there already, else by
/// what users and people are matched by.
final class Resolver {
  private final PlanRequest request;
  private final Spelling spelling;
  private final MapIndex map;
  private final PersonMatch persons;
  private final People people;
  private final @Nullable String from;
  private final @Nullable String to;

  Resolver(PlanRequest request, Spelling spelling, MapIndex map, People people) {
    this.request = request;
    this.spelling = spelling;
    this.map = map;
    this.people = people;
    this.persons = new PersonMatch(request, spelling, people);
    this.from = request.providers().from();
    this.to = request.providers().to();
  }

  /// Nothing where the slot is empty and nobody asked to fill it.
  Optional<Resolution> resolve(Slot slot) {
    return found(slot)
        .map(found ->
            found instanceof Resolution.To to && to.identity().equals(slot.identity())
                ? new Resolution.Already(to.person(), to.how())
                : found);
  }

  private Optional<Resolution> found(Slot slot) {
    List<MapIndex.Named> lines = linesFor(slot);
    if (!lines.isEmpty()) {
      return Optional.of(byMap(slot, lines));
    }
    if (slot.identity() == null) {
      return byPerson(slot);
    }
    Optional<Resolution> already = already(slot);
    if (already.isPresent()) {
      return already;
    }
    if (!request.mapsAnything()) {
      return Optional.of(merged(slot, "no new provider was named"));
    }
    if (from != null && !isOfOld(slot)) {
      return Optional.of(merged(slot, "another issuer's than --from-issuer"));
    }
    if (request.matching().by() == null) {
      return Optional.of(
          new Resolution.Unmatched(
              "no line of the map names the user", "Add a line to the map, or a way to match."));
    }
    return Optional.of(persons.match(slot));
  }

  /// Whether a slot has an identity of the issuer that is to change, where one was named.
  boolean isOfOld(Slot slot) {
    return from != null && slot.pool().stream().anyMatch(identity -> isOf(from, identity));
  }

  /// Users without an identity who came from elsewhere are found by what they are called, but only
  /// where an address or a name is a login: Headscale's own users without one were made by hand.
  private Optional<Resolution> byPerson(Slot slot) {
    if (spelling.rule() != null || request.matching().by() == null) {
      return Optional.empty();
    }
    return Optional.of(persons.match(slot))
        .filter(found -> !(found instanceof Resolution.Unmatched));
  }

  private List<MapIndex.Named> linesFor(Slot slot) {
    return map.of(slot.account().id()).stream()
        .filter(named -> named.identity() == null ? isMain(slot) : slot.holds(named.identity()))
        .toList();
  }

  /// Whether a line that names the user, and no identity, may mean this one.
  private boolean isMain(Slot slot) {
    List<Slot> all = slot.account().slots(spelling.rule() != null);
    if (all.size() == 1) {
      return true;
    }
    List<Slot> ofOld =
        all.stream()
            .filter(one ->
                one.identity() != null
                    && (from != null ? isOf(from, one.identity()) : !isNew(one.identity())))
            .toList();
    // Where nothing is left to change, the line is about what has been changed.
    return ofOld.isEmpty() ? slot.equals(all.getFirst()) : ofOld.contains(slot);
  }

  private Resolution byMap(Slot slot, List<MapIndex.Named> lines) {
    Map<String, MapIndex.Target.Known> targets = new LinkedHashMap<>();
    Set<String> places = new LinkedHashSet<>();
    for (MapIndex.Named named : lines) {
      String place = named.line().place();
      places.add(place);
      if (named.meanings() > 1) {
        return new Resolution.Ambiguous(
            "\"%s\" (%s) names %d users".formatted(named.line().old(), place, named.meanings()),
            "Write user:ID or the whole identifier there.");
      }
      switch (map.target(named.line(), slot.provider())) {
        case MapIndex.Target.Unclear(String why) -> {
          return new Resolution.Ambiguous(
              "\"%s\" (%s) is unclear: %s".formatted(named.line().next(), place, why),
              "Write the whole identifier there, or name the issuer with --to-issuer.");
        }
        case MapIndex.Target.Known known ->
            targets.putIfAbsent(known.identity().identifier(), known);
      }
    }
    String how = "map: " + String.join("; ", places);
    if (targets.size() > 1) {
      return new Resolution.Ambiguous(
          how + " say different things", "Take out the lines that are wrong.");
    }
    MapIndex.Target.Known target = targets.values().iterator().next();
    Person person = people.only(target.subject());
    boolean there =
        slot.account().slots(spelling.rule() != null).stream()
            .anyMatch(one -> one.identity() != null && same(one.identity(), target.identity()));
    return there
        ? new Resolution.Already(person, how)
        : new Resolution.To(target.identity(), person, how);
  }

  private boolean same(Identity one, Identity other) {
    return spelling.rule() == null
        ? Spelling.names(other.identifier(), one)
        : one.identifier().equals(other.identifier());
  }

  private Optional<Resolution> already(Slot slot) {
    for (Identity identity : slot.pool()) {
      if (to != null && isNew(identity)) {
        return Optional.of(respelled(slot, identity, to));
      }
      if (map.isTarget(identity)) {
        return Optional.of(kept(slot, identity, null, "the map says so of this identifier"));
      }
    }
    return Optional.empty();
  }

  /// The identity in the spelling by which the store looks it up, where it has another.
  private Resolution respelled(Slot slot, Identity identity, String issuer) {
    Set<String> subjects = new LinkedHashSet<>(Spelling.subjects(issuer, identity));
    Set<String> known = new LinkedHashSet<>(subjects);
    known.removeIf(subject -> people.bySubject(subject).isEmpty());
    if (known.size() == 1) {
      subjects = known;
    }
    Person person = subjects.size() == 1 ? people.only(subjects.iterator().next()) : null;
    Set<String> texts = new LinkedHashSet<>();
    if (identity.subject() == null) {
      for (String subject : subjects) {
        spelling
            .identity(identity.provider(), issuer, subject)
            .ifPresent(one -> texts.add(one.identifier()));
      }
    }
    if (spelling.rule() != null && texts.size() == 1 && !texts.contains(identity.identifier())) {
      return new Resolution.To(
          new Identity(identity.provider(), texts.iterator().next(), null, null),
          person,
          "the new issuer's, in another spelling",
          true);
    }
    return kept(slot, identity, person, "an identity of the new issuer");
  }

  /// An identity that is right, which the merged user may yet have to get.
  private static Resolution kept(
      Slot slot, Identity identity, @Nullable Person person, String how) {
    return identity.equals(slot.identity())
        ? new Resolution.Already(person, how)
        : new Resolution.To(identity, person, how + ", of a merged user");
  }

  /// Where nothing else is asked of users who become one: the identity by which logins come.
  private Resolution merged(Slot slot, String why) {
    if (slot.pool().size() < 2) {
      return new Resolution.Stays(why);
    }
    List<Identity> clean =
        slot.pool().stream()
            .filter(identity ->
                ProviderIdentifier.clean(identity.identifier()).equals(identity.identifier()))
            .toList();
    boolean spelledClean = spelling.rule() != ProviderIdentifier.Rule.PLAIN;
    Identity living =
        spelledClean && clean.size() == 1 ? clean.getFirst() : slot.account().youngest();
    return kept(slot, living, null, "the identity by which the person logs in now");
  }

  private boolean isNew(Identity identity) {
    if (to == null || !isOf(to, identity)) {
      return false;
    }
    // One issuer may be the beginning of the other; the longer one is meant.
    return from == null || from.length() <= to.length() || !isOf(from, identity);
  }

  private boolean isOf(String issuer, Identity identity) {
    return !Spelling.subjects(issuer, identity).isEmpty()
        || (issuer.equals(from)
            && people.byOldIdentifier(identity.identifier()).stream()
                .map(Person::subject)
                .anyMatch(subject -> subject != null && new Subject(issuer, subject).is(identity)));
  }
}
