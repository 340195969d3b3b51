package dev.wayleave.tailnet.policy.posture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The postures of one policy.
///
/// A device satisfies a posture that has all its conditions met; a rule takes a device that
/// satisfies one of its postures. A rule that names none takes the policy's `defaultSrcPosture`,
/// which is not added to the postures that a rule does name.
///
/// Only devices are asked. The hosted service does not restrict addresses behind subnet routers or
/// devices shared from elsewhere, because nothing is known of them: what is no device of the
/// tailnet passes whatever the rule asks.
public final class Postures {
  private final Map<String, List<Condition>> conditions;
  private final List<String> defaults;

  private Postures(Map<String, List<Condition>> conditions, List<String> defaults) {
    this.conditions = Collections.unmodifiableMap(conditions);
    this.defaults = List.copyOf(defaults);
  }

  /// Takes the section `postures` and the list `defaultSrcPosture` of a policy that was read.
  ///
  /// @throws IllegalArgumentException for a condition that the reader of the policy has let through
  ///   although it is none
  public static Postures of(Map<String, List<String>> texts, List<String> defaults) {
    Map<String, List<Condition>> conditions = new LinkedHashMap<>();
    texts.forEach((name, lines) -> conditions.put(name, parse(name, lines)));
    return new Postures(conditions, defaults);
  }

  private static List<Condition> parse(String name, List<String> lines) {
    List<Condition> conditions = new ArrayList<>();
    for (String line : lines) {
      try {
        conditions.add(Condition.parse(line));
      } catch (ConditionException e) {
        throw new IllegalArgumentException(name + ": \"" + line + "\": " + e.reason(), e);
      }
    }
    return List.copyOf(conditions);
  }

  /// The conditions by posture.
  public Map<String, List<Condition>> conditions() {
    return conditions;
  }

  /// Whether a rule with these postures asks anything of its sources.
  public boolean restricts(List<String> rulePostures) {
    return !asked(rulePostures).isEmpty();
  }

  /// Whether a device may be the source of a rule.
  ///
  /// @param rulePostures the rule's `srcPosture`, empty where it has none
  public Verdict admits(List<String> rulePostures, DeviceFacts facts) {
    List<String> asked = asked(rulePostures);
    if (asked.isEmpty()) {
      return Verdict.FREE;
    }
    List<Shortfall> shortfalls = new ArrayList<>();
    List<Shortfall> unknown = new ArrayList<>();
    for (String posture : asked) {
      if (satisfies(posture, facts, shortfalls, unknown)) {
        return new Verdict.Admitted(posture);
      }
    }
    return unknown.isEmpty()
        ? new Verdict.Denied(shortfalls)
        : new Verdict.Unknown(shortfalls, unknown);
  }

  private List<String> asked(List<String> rulePostures) {
    return rulePostures.isEmpty() ? defaults : rulePostures;
  }

  /// A condition that is not met says more than one that cannot be evaluated, and goes before it.
  private boolean satisfies(
      String posture, DeviceFacts facts, List<Shortfall> shortfalls, List<Shortfall> unknown) {
    List<Condition> lines = conditions.get(posture);
    if (lines == null) {
      shortfalls.add(new Shortfall(posture, "", "the policy does not define it"));
      return false;
    }
    List<Shortfall> unknowable = new ArrayList<>();
    for (Condition line : lines) {
      switch (line.judge(facts)) {
        case Outcome.Holds _ -> {}
        case Outcome.Fails(String because) -> {
          shortfalls.add(new Shortfall(posture, line.text(), because));
          return false;
        }
        case Outcome.Unknowable(String because) ->
            unknowable.add(new Shortfall(posture, line.text(), because));
      }
    }
    unknowable.stream().limit(1).forEach(shortfalls::add);
    unknown.addAll(unknowable);
    return unknowable.isEmpty();
  }
}
