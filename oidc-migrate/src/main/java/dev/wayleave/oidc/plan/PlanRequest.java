package dev.wayleave.oidc.plan;

import dev.wayleave.oidc.person.Person;
import dev.wayleave.oidc.repair.MergeOrder;
import dev.wayleave.oidc.repair.RepairKind;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What is asked of a plan.
///
/// @param leave users who stay as they are, named as in [MapLine#old]; nothing about them blocks
/// @param rewritePolicy whether the policy's text is changed where its words would mean others
public record PlanRequest(
    Providers providers,
    List<MapLine> map,
    Matching matching,
    Set<String> leave,
    Repairs repairs,
    boolean rewritePolicy) {
  public PlanRequest {
    map = List.copyOf(map);
    leave = Collections.unmodifiableSet(new TreeSet<>(leave));
  }

  /// Looks at what is there and changes nothing.
  public static PlanRequest nothing() {
    return new PlanRequest(
        new Providers(null, null), List.of(), Matching.NONE, Set.of(), Repairs.NONE, false);
  }

  public PlanRequest between(@Nullable String from, @Nullable String to) {
    return new PlanRequest(new Providers(from, to), map, matching, leave, repairs, rewritePolicy);
  }

  public PlanRequest mapped(List<MapLine> lines) {
    return new PlanRequest(providers, lines, matching, leave, repairs, rewritePolicy);
  }

  public PlanRequest matching(Matching other) {
    return new PlanRequest(providers, map, other, leave, repairs, rewritePolicy);
  }

  public PlanRequest leaving(Set<String> users) {
    return new PlanRequest(providers, map, matching, users, repairs, rewritePolicy);
  }

  public PlanRequest repairing(Repairs other) {
    return new PlanRequest(providers, map, matching, leave, other, rewritePolicy);
  }

  public PlanRequest rewritingPolicy() {
    return new PlanRequest(providers, map, matching, leave, repairs, true);
  }

  /// Whether identities are to change at all, beyond repairs.
  boolean mapsAnything() {
    return !map.isEmpty() || matching.by() != null || providers.to() != null;
  }

  /// The issuers of both providers, exactly as their tokens have them.
  ///
  /// @param from null takes identities of every issuer but the new one
  /// @param to null where the map alone says what is new
  public record Providers(@Nullable String from, @Nullable String to) {}

  /// How users are found among the people of the new provider.
  ///
  /// @param by null where the map alone says who is who
  /// @param people null where no directory was read; then a subject is taken as it is
  /// @param unverified whether addresses that the directory does not vouch for count too
  /// @param pairwise whether the new provider gives each client other subjects, so that those of
  ///   the directory are of no use
  /// @param expectUntil until when the first login of an expected user is waited for; null where
  ///   that was not said
  public record Matching(
      @Nullable Match by,
      @Nullable List<Person> people,
      boolean unverified,
      boolean pairwise,
      @Nullable Instant expectUntil) {
    public static final Matching NONE = new Matching(null, null, false, false, null);

    public Matching {
      people = people == null ? null : List.copyOf(people);
    }

    public static Matching by(Match match) {
      return new Matching(match, null, false, false, null);
    }

    public Matching among(List<Person> persons) {
      return new Matching(by, persons, unverified, pairwise, expectUntil);
    }

    public Matching takingUnverified() {
      return new Matching(by, people, true, pairwise, expectUntil);
    }

    public Matching ofPairwiseSubjects() {
      return new Matching(by, people, unverified, true, expectUntil);
    }

    public Matching expectingUntil(Instant end) {
      return new Matching(by, people, unverified, pairwise, end);
    }
  }

  /// What is repaired beside.
  ///
  /// @param kinds what is repaired wherever it is found
  /// @param merges who is merged by name
  public record Repairs(Set<RepairKind> kinds, List<MergeOrder> merges) {
    public static final Repairs NONE = new Repairs(Set.of(), List.of());

    public Repairs {
      Set<RepairKind> ordered = EnumSet.noneOf(RepairKind.class);
      ordered.addAll(kinds);
      kinds = Collections.unmodifiableSet(ordered);
      merges = List.copyOf(merges);
    }
  }
}
