package dev.wayleave.oidc.plan;

import dev.wayleave.oidc.person.Person;
import dev.wayleave.oidc.policy.PolicyCheck;
import dev.wayleave.oidc.policy.PolicyReview;
import dev.wayleave.oidc.repair.MergeOrder;
import dev.wayleave.oidc.spelling.Spelling;
import dev.wayleave.tailnet.identity.rewrite.Holder;
import dev.wayleave.tailnet.identity.rewrite.Holdings;
import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import dev.wayleave.tailnet.identity.rewrite.IdentityStoreException;
import dev.wayleave.tailnet.identity.rewrite.RewrittenUsers;
import dev.wayleave.tailnet.identity.rewrite.SharedIdentities;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Plans what becomes of the identities that a store holds. It never guesses: whatever may mean two
/// users is theirs to decide who asked.
public final class IdentityPlanner {
  private final Holdings holdings;
  private final PlanRequest request;
  private final Spelling spelling;
  private final Roster roster;
  private final People people;
  private final Notes notes;
  private final Merges merges = new Merges();

  private IdentityPlanner(Holdings holdings, PlanRequest request) {
    this.holdings = holdings;
    this.request = request;
    this.spelling = new Spelling(holdings.rule());
    this.roster = new Roster(holdings.holders(), request.providers().from());
    List<Person> known = request.matching().people();
    boolean bySubject = request.matching().by() == Match.SUB;
    this.people =
        new People(
            known == null ? List.of() : known, bySubject ? request.providers().from() : null);
    this.notes = new Notes(request, spelling);
  }

  /// Makes a plan.
  public static IdentityPlan plan(Holdings holdings, PlanRequest request) {
    return new IdentityPlanner(holdings, request).plan();
  }

  private IdentityPlan plan() {
    Set<UserId> left = left();
    for (MergeOrder order : request.repairs().merges()) {
      merge(order, left);
    }
    Repairing repairing =
        new Repairing(
            holdings.holders().stream().map(Holder::user).toList(),
            request.repairs().kinds(),
            left,
            merges);
    repairing.merge();
    List<Account> accounts = accounts();
    MapIndex map =
        new MapIndex(request.map(), roster, merges::of, spelling, request.providers().to(), people);
    Resolver resolver = new Resolver(request, spelling, map, people);
    List<Outcome> outcomes = new ArrayList<>();
    for (Account account : accounts) {
      for (Slot slot : account.slots(spelling.rule() != null)) {
        resolver
            .resolve(slot)
            .ifPresent(
                found -> outcomes.add(new Outcome(slot, found, left.contains(account.id()))));
      }
    }
    List<Outcome> settled = settled(outcomes, repairing.renames());
    settled.forEach(notes::about);
    notes.nobodysIssuer(settled, resolver::isOfOld);
    notes.unused(map.unused());
    repairing.findings(settled).forEach(notes::add);
    List<IdentityChange> changes = changes(settled, repairing.renames());
    new MergeNotes(holdings, spelling, merges, settled).findings().forEach(notes::add);
    PolicyReview policy = review(changes, settled);
    return new IdentityPlan(
        holdings.place(),
        holdings.state(),
        Rows.of(settled, spelling.rule() != null),
        changes,
        notes.findings(),
        policy);
  }

  private List<IdentityChange> changes(List<Outcome> outcomes, List<IdentityChange> renames) {
    return new Changes(request, spelling).of(merges, renames, outcomes);
  }

  /// What would be refused when it is applied, because two users would share an identity, is told
  /// here already; a merge brings that about as well as a line of the map.
  private List<Outcome> settled(List<Outcome> outcomes, List<IdentityChange> renames) {
    Collisions collisions = new Collisions(spelling, holdings.reserved());
    List<Outcome> settled = collisions.resolve(outcomes);
    while (true) {
      List<Outcome> marked = collisions.marked(settled, shared(changes(settled, renames)));
      if (marked.equals(settled)) {
        return settled;
      }
      settled = collisions.resolve(marked);
    }
  }

  private List<SharedIdentities.Shared> shared(List<IdentityChange> changes) {
    try {
      return RewrittenUsers.shared(holdings.holders().stream().map(Holder::user).toList(), changes);
    } catch (IdentityStoreException e) {
      throw new IllegalStateException("changes fit the users that they were planned on", e);
    }
  }

  private PolicyReview review(List<IdentityChange> changes, List<Outcome> outcomes) {
    List<User> now = holdings.holders().stream().map(Holder::user).toList();
    Future future = new Future(now, changes, outcomes, spelling.rule() != null);
    Set<UserId> touched = new HashSet<>();
    changes.forEach(change -> touched.add(change.user()));
    // A better spelling alone changes nobody's provider, and finds what was there before.
    outcomes.stream()
        .filter(outcome -> outcome.changes() && !outcome.remaps())
        .map(outcome -> outcome.slot().account().id())
        .filter(id ->
            changes.stream()
                .allMatch(change ->
                    !change.user().equals(id) || change instanceof IdentityChange.Rewrite))
        .forEach(touched::remove);
    PolicyCheck check =
        new PolicyCheck(
            holdings,
            future.changed(),
            future.loggedIn(),
            merges::of,
            touched,
            request.rewritePolicy());
    PolicyReview review = check.review(holdings.policy());
    check.findings().forEach(notes::add);
    return review;
  }

  private Set<UserId> left() {
    Set<UserId> left = new HashSet<>();
    for (String word : request.leave()) {
      Set<UserId> found = users(word);
      if (found.size() == 1) {
        left.addAll(found);
      } else {
        notes.leaveUnclear(word, found.size());
      }
    }
    return left;
  }

  private Set<UserId> users(String word) {
    Set<UserId> found = new LinkedHashSet<>();
    roster.find(word).forEach(hit -> found.add(hit.user()));
    return found;
  }

  private void merge(MergeOrder order, Set<UserId> left) {
    Set<UserId> survivors = users(order.survivor());
    Set<UserId> gone = users(order.gone());
    if (survivors.size() != 1 || gone.size() != 1) {
      boolean first = survivors.size() != 1;
      notes.mergeUnclear(
          first ? order.survivor() : order.gone(), first ? survivors.size() : gone.size());
      return;
    }
    UserId survivor = survivors.iterator().next();
    UserId goes = gone.iterator().next();
    if (left.contains(survivor) || left.contains(goes)) {
      notes.mergeRefused(roster.user(goes), "one of the two is to be left as it is");
      return;
    }
    Set<Role> unknown = new TreeSet<>(order.roles());
    unknown.removeAll(roster.user(goes).roles());
    if (!unknown.isEmpty()) {
      notes.mergeRefused(roster.user(goes), "the user does not have the role " + unknown);
      return;
    }
    Optional<String> refused = merges.add(survivor, goes, order.roles());
    refused.ifPresent(why -> notes.mergeRefused(roster.user(goes), why));
  }

  private List<Account> accounts() {
    List<User> now = holdings.holders().stream().map(Holder::user).toList();
    return new Future(now, merges.changes(), List.of(), spelling.rule() != null)
        .changed().stream().map(user -> new Account(user, origins(user.id()))).toList();
  }

  private List<User> origins(UserId id) {
    return Stream.concat(Stream.of(id), merges.goneInto(id).stream()).map(roster::user).toList();
  }
}
