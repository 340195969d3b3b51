package dev.wayleave.oidc.plan;

import dev.wayleave.oidc.spelling.Spelling;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds identities that two users would have at the end.
///
/// Who does not get one keeps the old one, which somebody else was perhaps to get; so this is asked
/// until nothing changes any more.
final class Collisions {
  private final Spelling spelling;

  Collisions(Spelling spelling) {
    this.spelling = spelling;
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

  private List<Outcome> once(List<Outcome> outcomes) {
    Map<String, List<Outcome>> holders = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      String key = key(outcome);
      if (key != null) {
        holders.computeIfAbsent(key, _ -> new ArrayList<>()).add(outcome);
      }
      for (String other : givenUp(outcome)) {
        if (!other.equals(key)) {
          holders.computeIfAbsent(other, _ -> new ArrayList<>()).add(outcome);
        }
      }
    }
    return outcomes.stream()
        .map(outcome -> {
          String key = key(outcome);
          List<Outcome> all = key == null ? List.of() : holders.getOrDefault(key, List.of());
          return all.size() > 1 && outcome.changes() ? shared(outcome, all) : outcome;
        })
        .toList();
  }

  /// What users who become one no longer need is not another's: its next login is still theirs.
  private List<String> givenUp(Outcome outcome) {
    return outcome.slot().pool().stream()
        .filter(identity -> !identity.equals(outcome.slot().identity()))
        .map(identity -> spelling.whole(identity.identifier()))
        .distinct()
        .toList();
  }

  /// What the slot holds at the end, or waits for.
  private @Nullable String key(Outcome outcome) {
    if (outcome.changes()) {
      if (outcome.resolution() instanceof Resolution.To to) {
        return spelling.whole(to.identity().identifier());
      }
      if (outcome.resolution() instanceof Resolution.Expected expected) {
        return "\0" + expected.claim() + "\0" + expected.value();
      }
    }
    Identity identity = outcome.slot().identity();
    return identity == null ? null : spelling.whole(identity.identifier());
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
    String others =
        all.stream()
            .filter(one -> !one.equals(outcome))
            .map(one -> one.slot().account().id())
            .distinct()
            .map(UserId::toString)
            .collect(Collectors.joining(", "));
    return switch (outcome.resolution()) {
      // Two who were one but for the spelling were so before, and only that is told.
      case Resolution.To(var _, var person, String how, boolean respelled) when respelled ->
          outcome.as(
              new Resolution.Already(person, how + ", which user " + others + " has or gets too"));
      case Resolution.To to ->
          outcome.as(
              new Resolution.Collision(
                  to.identity(), to.how() + ", which user " + others + " has or gets too"));
      case Resolution.Expected expected ->
          outcome.as(
              new Resolution.Ambiguous(
                  expected.how() + ", which user " + others + " has too",
                  "Name the users in --map, or merge them if they are one person."));
      case Resolution.Already _,
          Resolution.Ambiguous _,
          Resolution.Unmatched _,
          Resolution.Stays _,
          Resolution.Collision _ ->
          outcome;
    };
  }
}
