package dev.wayleave.oidc.plan;

import dev.wayleave.oidc.spelling.Spelling;
import dev.wayleave.tailnet.identity.rewrite.SharedIdentities;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds identities that two users would have at the end, or that one would get and the store keeps
/// from everybody.
///
/// Who does not get one keeps the old one, which somebody else was perhaps to get; so this is asked
/// until nothing changes any more.
final class Collisions {
  private final Spelling spelling;
  private final Map<String, String> reserved;

  /// @param reserved see [dev.wayleave.tailnet.identity.rewrite.Holdings#reserved]
  Collisions(Spelling spelling, Map<String, String> reserved) {
    this.spelling = spelling;
    this.reserved = reserved;
  }

  List<Outcome> resolve(List<Outcome> outcomes) {
    List<Outcome> settled = outcomes;
    while (true) {
      List<Outcome> next = once(settled);
      if (next.equals(settled)) {
        return next;
      }
      settled = next;
    }
  }

  /// Takes what two users would share, though neither of them was to get another identity, for a
  /// collision of both.
  List<Outcome> marked(List<Outcome> outcomes, List<SharedIdentities.Shared> shared) {
    return outcomes.stream()
        .map(outcome -> {
          Identity ends = ends(outcome);
          Set<UserId> others = new TreeSet<>();
          shared.stream()
              .filter(one -> ends != null && one.isAbout(outcome.slot().account().id(), ends))
              .flatMap(one -> Stream.of(one.one().id(), one.other().id()))
              .forEach(others::add);
          others.remove(outcome.slot().account().id());
          return ends == null || others.isEmpty() || isTold(outcome)
              ? outcome
              : outcome.as(
                  new Resolution.Collision(
                      ends, outcome.resolution().how() + ", which " + users(others)));
        })
        .toList();
  }

  private static boolean isTold(Outcome outcome) {
    return outcome.left() || outcome.resolution() instanceof Resolution.Collision;
  }

  private List<Outcome> once(List<Outcome> outcomes) {
    Map<String, List<Outcome>> holders = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      Set<String> keys = keys(outcome);
      keys.addAll(givenUp(outcome));
      keys.forEach(key -> holders.computeIfAbsent(key, _ -> new ArrayList<>()).add(outcome));
    }
    return outcomes.stream()
        .map(outcome -> {
          List<Outcome> all =
              keys(outcome).stream()
                  .flatMap(key -> holders.getOrDefault(key, List.of()).stream())
                  .distinct()
                  .toList();
          return !outcome.changes()
              ? outcome
              : all.size() > 1 ? shared(outcome, all) : reserved(outcome);
        })
        .toList();
  }

  private Outcome reserved(Outcome outcome) {
    Identity ends = ends(outcome);
    String by = ends == null ? null : reserved.get(ends.identifier());
    return by == null || !(outcome.resolution() instanceof Resolution.To to)
        ? outcome
        : outcome.as(
            new Resolution.Collision(to.identity(), to.how() + ", which " + by + " keeps"));
  }

  /// What users who become one no longer need is not another's: its next login is still theirs.
  private Set<String> givenUp(Outcome outcome) {
    return outcome.slot().pool().stream()
        .filter(identity -> !identity.equals(outcome.slot().identity()))
        .map(identity -> spelling.whole(identity.identifier()))
        .collect(Collectors.toSet());
  }

  /// The identity that the slot holds at the end; null where it holds none, or waits for one.
  private static @Nullable Identity ends(Outcome outcome) {
    return outcome.changes() && outcome.resolution() instanceof Resolution.To to
        ? to.identity()
        : outcome.slot().identity();
  }

  /// What no other slot may have of what this one holds at the end, or waits for.
  private Set<String> keys(Outcome outcome) {
    if (outcome.changes() && outcome.resolution() instanceof Resolution.Expected expected) {
      return new LinkedHashSet<>(Set.of("\0" + expected.claim() + "\0" + expected.value()));
    }
    Identity identity = ends(outcome);
    return identity == null ? new LinkedHashSet<>() : spelling.keys(identity);
  }

  private static Outcome shared(Outcome outcome, List<Outcome> all) {
    UserId own = outcome.slot().account().id();
    boolean others = all.stream().anyMatch(one -> !one.slot().account().id().equals(own));
    if (others) {
      return collision(outcome, all);
    }
    boolean first = all.stream().allMatch(Outcome::changes) && all.getFirst().equals(outcome);
    return first
        ? outcome
        : outcome.as(
            new Resolution.Already(
                null, outcome.resolution().how() + ", which the user has or gets already"));
  }

  private static Outcome collision(Outcome outcome, List<Outcome> all) {
    Set<UserId> ids =
        all.stream()
            .map(one -> one.slot().account().id())
            .collect(Collectors.toCollection(TreeSet::new));
    ids.remove(outcome.slot().account().id());
    String others = users(ids);
    return switch (outcome.resolution()) {
      // Two who were one but for the spelling were so before, and only that is told.
      case Resolution.To(var _, var person, String how, boolean respelled) when respelled ->
          outcome.as(new Resolution.Already(person, how + ", which " + others));
      case Resolution.To to ->
          outcome.as(new Resolution.Collision(to.identity(), to.how() + ", which " + others));
      case Resolution.Expected expected ->
          outcome.as(
              new Resolution.Ambiguous(
                  expected.how() + ", which " + others,
                  "Name the users in --map, or merge them if they are one person."));
      case Resolution.Already _,
          Resolution.Ambiguous _,
          Resolution.Unmatched _,
          Resolution.Stays _,
          Resolution.Collision _ ->
          outcome;
    };
  }

  private static String users(Set<UserId> others) {
    return "user "
        + others.stream().map(UserId::toString).collect(Collectors.joining(", "))
        + " has or gets too";
  }
}
