package dev.wayleave.oidc.plan;

import dev.wayleave.oidc.spelling.Spelling;
import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import dev.wayleave.tailnet.model.ExpectedIdentity;
import dev.wayleave.tailnet.model.Identity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Puts changes into an order in which each may be made: who goes first, then identities, then what
/// users get who had none.
final class Changes {
  private final PlanRequest request;
  private final Spelling spelling;

  Changes(PlanRequest request, Spelling spelling) {
    this.request = request;
    this.spelling = spelling;
  }

  List<IdentityChange> of(Merges merges, List<IdentityChange> renames, List<Outcome> outcomes) {
    List<IdentityChange> changes = new ArrayList<>(merges.changes());
    changes.addAll(renames);
    List<IdentityChange.Rewrite> rewrites = new ArrayList<>();
    List<IdentityChange> last = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (outcome.changes()) {
        add(outcome, rewrites, last);
      }
    }
    changes.addAll(Sequence.of(rewrites));
    changes.addAll(last);
    return changes;
  }

  private void add(
      Outcome outcome, List<IdentityChange.Rewrite> rewrites, List<IdentityChange> last) {
    Identity before = outcome.slot().identity();
    if (outcome.resolution() instanceof Resolution.To to) {
      if (before == null) {
        last.add(new IdentityChange.Give(outcome.slot().account().id(), to.identity()));
      } else {
        rewrites.add(
            new IdentityChange.Rewrite(outcome.slot().account().id(), before, to.identity()));
      }
    }
    String issuer = request.providers().to();
    Instant until = request.matching().expectUntil();
    if (outcome.resolution() instanceof Resolution.Expected expected
        && spelling.rule() == null
        && issuer != null
        && until != null) {
      ExpectedIdentity awaited =
          new ExpectedIdentity(issuer, expected.claim(), expected.value(), until);
      boolean there =
          outcome.slot().account().user().expected().stream()
              .anyMatch(one ->
                  one.issuer().equals(issuer)
                      && one.claim().equals(expected.claim())
                      && one.value().equals(expected.value())
                      && !one.until().isBefore(until));
      if (!there) {
        last.add(new IdentityChange.Expect(outcome.slot().account().id(), awaited));
      }
    }
  }
}
