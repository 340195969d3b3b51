package dev.wayleave.exporters.tailscale;

import dev.wayleave.importers.tailscale.api.HostedException;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.json.Digests;
import dev.wayleave.tailnet.inventory.plan.Plan;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A plan and the steps that carry it out.
///
/// @param wanted all that the source wants, set or not, by its key
record HostedPlan(Plan plan, List<Step> steps, Map<String, String> wanted) {
  HostedPlan {
    steps = List.copyOf(steps);
    wanted = Map.copyOf(wanted);
  }

  static HostedPlan draw(
      Reading source,
      HostedState present,
      Map<String, String> applied,
      PlanOptions options,
      HostedSide side)
      throws HostedException {
    Inventory inventory = source.inventory();
    List<Finding> findings = new ArrayList<>(source.findings());
    List<Wish> wishes = new ArrayList<>(new TailnetWishes(inventory, present, findings).wishes());
    wishes.addAll(new DeviceWishes(inventory, present, findings).wishes());
    HostedFindings.add(inventory, present, findings);
    Decisions decisions = new Decisions(present, applied, options);
    Map<String, String> wanted = new HashMap<>();
    for (Wish wish : wishes) {
      decisions.take(wish);
      wanted.put(wish.key(), wish.value());
    }
    List<Step> steps = ordered(decisions, present, findings);
    for (Step step : steps) {
      if (step.aspect() == Aspect.POLICY) {
        Optional<String> refusal = side.refusal(step.after());
        refusal.ifPresent(said -> findings.add(refused(said)));
      }
    }
    Digests.Whole whole = Digests.whole(inventory);
    Plan plan =
        new Plan(
            inventory.source(),
            source.counts(),
            whole.fingerprint(),
            fingerprint(present, wishes),
            options,
            decisions.summary(),
            whole.kinds(),
            decisions.items(),
            findings);
    return new HostedPlan(plan, steps, wanted);
  }

  private static Finding refused(String said) {
    return Finding.blocker(
        "HOSTED_POLICY_REFUSED",
        "policy",
        "The hosted side refuses it: " + said + ".",
        "Change the policy at its source; \"wayleave policy check\" tells where.");
  }

  /// Names and addresses that are exclusive come in an order of their own, at the place of the
  /// first of them.
  private static List<Step> ordered(
      Decisions decisions, HostedState present, List<Finding> findings) {
    List<Step> steps = decisions.steps();
    List<Step> ordered = new ArrayList<>();
    steps.stream().filter(step -> step.aspect().compareTo(Aspect.NAME) < 0).forEach(ordered::add);
    Set<String> unfinished = new HashSet<>();
    for (Aspect aspect : List.of(Aspect.NAME, Aspect.IPV4)) {
      List<Step> free = new ExclusiveOrder(present, aspect).order(steps, findings);
      ordered.addAll(free);
      steps.stream()
          .filter(step -> step.aspect() == aspect && !free.contains(step))
          .forEach(step -> {
            unfinished.add(step.device());
            decisions.withdraw(step);
          });
    }
    Optional<OwnedTags> owned = OwnedTags.of(policy(steps, present));
    for (Step step : steps) {
      if (step.aspect().compareTo(Aspect.NAME) > 0 && !step.aspect().isExclusive()) {
        Optional<Finding> against =
            switch (step.aspect()) {
              case TAGS -> owned.flatMap(tags -> tags.against(step));
              case AUTHORIZED ->
                  step.letsIn() && unfinished.contains(step.device())
                      ? Optional.of(keptOut(step))
                      : Optional.empty();
              case POLICY, DNS, SETTING, NAME, IPV4, ROUTES, KEY_EXPIRY, ATTRIBUTE ->
                  Optional.empty();
            };
        against.ifPresentOrElse(
            finding -> {
              findings.add(finding);
              unfinished.add(step.device());
              decisions.withdraw(step);
            },
            () -> ordered.add(step));
      }
    }
    return ordered;
  }

  private static Finding keptOut(Step step) {
    return Finding.action(
        "HOSTED_KEPT_OUT",
        "device " + step.device(),
        "It is not let in, as its name, address or tags cannot be set.",
        "Put that right as its other finding says, and apply again; or let it in there.");
  }

  /// The policy as it will be when devices get their turn.
  private static String policy(List<Step> steps, HostedState present) {
    return steps.stream()
        .filter(step -> step.aspect() == Aspect.POLICY)
        .map(Step::after)
        .findFirst()
        .or(() -> Optional.ofNullable(present.policy()))
        .orElse("");
  }

  /// A digest over all that was there of what is wanted.
  private static String fingerprint(HostedState present, List<Wish> wishes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Wish wish : wishes) {
        String there = present.value(wish.aspect(), wish.object()).orElse("");
        digest.update((wish.key() + "\n" + there + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform must provide SHA-256", impossible);
    }
  }
}
