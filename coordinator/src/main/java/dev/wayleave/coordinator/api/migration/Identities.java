package dev.wayleave.coordinator.api.migration;

import dev.wayleave.api.IdentityRewriteRequest;
import dev.wayleave.api.Problem;
import dev.wayleave.coordinator.oidc.Providers;
import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.Outcome;
import dev.wayleave.coordinator.state.Refusal;
import dev.wayleave.coordinator.state.RewriteIdentities;
import dev.wayleave.coordinator.state.SetPolicy;
import dev.wayleave.coordinator.state.StateException;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.coordinator.store.MigrationStore;
import dev.wayleave.coordinator.store.Snapshot;
import dev.wayleave.coordinator.store.StoredMigration;
import dev.wayleave.coordinator.store.TailnetStore;
import dev.wayleave.tailnet.identity.rewrite.Holder;
import dev.wayleave.tailnet.identity.rewrite.Holdings;
import dev.wayleave.tailnet.identity.rewrite.IdentityRewrite;
import dev.wayleave.tailnet.identity.rewrite.IdentityStoreException;
import dev.wayleave.tailnet.identity.rewrite.RewrittenInventory;
import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.plan.EntityChange;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.Planned;
import dev.wayleave.tailnet.inventory.plan.Planner;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.policy.PolicyGate;
import dev.wayleave.tailnet.policy.Verdict;
import dev.wayleave.tailnet.policy.directory.Directory;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;

/// Changes identities of users, and takes that back: what is kept for it is kept as of a migration.
@Singleton
final class Identities {
  /// The kind of source that a change of identities counts as among migrations.
  static final String ORIGIN = "identities";

  private static final long TAILNET = TailnetStore.DEFAULT_TAILNET;
  private static final String FORM = "[0-9A-Za-z-]{1,64}";

  /// Devices make versions too, so that one may pass while changes are worked out.
  private static final int ATTEMPTS = 10;

  private final MigrationStore store;
  private final Migrations migrations;
  private final TailnetState state;
  private final InstantSource clock;
  private final SourceInfo self;
  private final Providers providers;

  Identities(
      MigrationStore store,
      Migrations migrations,
      TailnetState state,
      InstantSource clock,
      SourceInfo self,
      Providers providers) {
    this.providers = providers;
    this.store = store;
    this.migrations = migrations;
    this.state = state;
    this.clock = clock;
    this.self = self;
  }

  Holdings holdings() {
    Tailnet image = state.image();
    return Holdings.digested(
        "the coordinator",
        Holder.all(image.users(), image.nodes(), image.preAuthKeys(), image.apiKeys()),
        image.policyInUse().map(PolicyVersion::text).orElse(null));
  }

  /// Makes the changes in one transaction.
  String rewrite(IdentityRewriteRequest request, Actor actor) {
    String id = request.id();
    if (id == null || !id.matches(FORM)) {
      throw bad("The field \"id\" is missing, or is not of up to 64 letters, digits and hyphens.");
    }
    if (request.state() == null || request.changes() == null) {
      throw bad("The fields \"state\" and \"changes\" are needed; take the state from a plan.");
    }
    if (store.find(TAILNET, id).isPresent()) {
      throw MigrationProblems.notNow("There is a migration " + id + " already; choose another id.");
    }
    IdentityRewrite rewrite =
        new IdentityRewrite(request.state(), request.changes(), request.policy());
    for (int attempt = 1; ; attempt++) {
      Optional<Refusal> refusal = attempt(id, rewrite, actor);
      if (refusal.isEmpty()) {
        return id;
      }
      if (refusal.get().reason() != Refusal.Reason.STALE || attempt == ATTEMPTS) {
        throw MigrationProblems.notNow(refusal.get().sentence());
      }
    }
  }

  private Optional<Refusal> attempt(String id, IdentityRewrite rewrite, Actor actor) {
    Snapshot snapshot = store.snapshot(TAILNET, self, ORIGIN);
    Inventory present = snapshot.target();
    Holdings holdings =
        Holdings.digested(
            "",
            Holder.all(present.users(), present.nodes(), present.preAuthKeys(), present.apiKeys()),
            present.policyInUse().map(PolicyVersion::text).orElse(null));
    if (!holdings.state().equals(rewrite.state())) {
      throw MigrationProblems.notNow(
          "Users, what belongs to them or the policy changed since this was planned; nothing was done, so plan again.");
    }
    Instant now = clock.instant();
    Inventory after = after(present, rewrite, actor, now);
    requireSound(after, rewrite);
    Planned planned =
        Planner.mirror(
            new Reading(after, counts(after), List.of()),
            present,
            new PlanOptions(false, Set.of()));
    List<EntityChange> changes =
        planned.changes().stream()
            .filter(EntityChange::writesTarget)
            .map(change ->
                new EntityChange(change.ref(), change.before(), change.after(), null, null))
            .toList();
    StoredMigration kept =
        new StoredMigration(
            id,
            StoredMigration.State.APPLIED,
            ORIGIN,
            snapshot.version(),
            now,
            now,
            null,
            Migrations.json(planned.plan()));
    return submit(
        new RewriteIdentities(kept, Migrations.json(planned.plan().outline()), changes), actor);
  }

  private Inventory after(Inventory present, IdentityRewrite rewrite, Actor actor, Instant now) {
    try {
      return RewrittenInventory.of(
          present,
          rewrite,
          new SourceInfo(ORIGIN, "", ""),
          new RewrittenInventory.NextPolicy(
              state.image().lastIds().nextPolicy(), SetPolicy.ORIGIN, actor.name(), now));
    } catch (IdentityStoreException e) {
      throw MigrationProblems.notNow(String.valueOf(e.getMessage()));
    }
  }

  /// A policy that means nothing afterwards would let nobody in anywhere.
  private void requireSound(Inventory after, IdentityRewrite rewrite) {
    if (rewrite.policy() == null) {
      return;
    }
    Tailnet image =
        Tailnet.of(0, state.image().lastIds(), after.entities().map(Entity::value).toList());
    if (PolicyGate.read(rewrite.policy(), Directory.of(image, enabled()))
        instanceof Verdict.Refused refused) {
      throw MigrationProblems.notNow(
          "The policy would mean nothing afterwards, so nothing was done: " + refused.message());
    }
  }

  private List<IdentityProvider> enabled() {
    return providers.enabled().stream().map(Providers.Configured::provider).toList();
  }

  private static Counts counts(Inventory of) {
    return new Counts(
        of.users().size(),
        of.nodes().size(),
        of.preAuthKeys().size(),
        of.apiKeys().size(),
        of.policies().size(),
        0);
  }

  private Optional<Refusal> submit(RewriteIdentities command, Actor actor) {
    try {
      return switch (state.submit(command, actor).join()) {
        case Outcome.Refused<String>(Refusal refusal) -> Optional.of(refusal);
        case Outcome.Done<String> _ -> Optional.empty();
      };
    } catch (CompletionException e) {
      if (e.getCause() instanceof StateException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /// Takes a change of identities back, and no migration of another kind, for which this right is
  /// not enough.
  String rollBack(String id, Actor actor) throws IOException {
    boolean known =
        store.find(TAILNET, id).filter(found -> found.origin().equals(ORIGIN)).isPresent();
    if (!known) {
      throw MigrationProblems.missing(id);
    }
    return migrations.rollBack(id, actor).migration().id();
  }

  private static MigrationRefusedException bad(String sentence) {
    return new MigrationRefusedException(Problem.of(400, "Bad Request", "BAD_REQUEST", sentence));
  }
}
