package dev.wayleave.oidc.plan;

import static dev.wayleave.oidc.plan.Held.A;
import static dev.wayleave.oidc.plan.Held.B;
import static dev.wayleave.oidc.plan.Held.fromAToB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.wayleave.oidc.InputException;
import dev.wayleave.oidc.plan.PlanRequest.Repairs;
import dev.wayleave.oidc.repair.MergeOrder;
import dev.wayleave.oidc.repair.RepairKind;
import dev.wayleave.tailnet.identity.ProviderIdentifier;
import dev.wayleave.tailnet.identity.rewrite.Holdings;
import dev.wayleave.tailnet.identity.rewrite.IdentityStoreException;
import dev.wayleave.tailnet.identity.rewrite.RewrittenUsers;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.User;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Whatever two users would share at the end is told by the plan, and not first by whoever applies
/// it.
class CollisionsTest {
  private static List<MapLine> map(String text) throws InputException {
    return MapFile.parse("map.csv", "old,new\n" + text);
  }

  private static PlanRequest merging(String... orders) {
    return PlanRequest.nothing()
        .repairing(new Repairs(Set.of(), List.of(orders).stream().map(MergeOrder::parse).toList()));
  }

  private static Identity apart(String identifier, String subject) {
    return new Identity("oidc", identifier, B, subject);
  }

  private static List<String> blockers(IdentityPlan plan) {
    return plan.findings().stream()
        .filter(finding -> finding.level() == Finding.Level.BLOCKER)
        .map(finding -> finding.code() + " " + finding.object())
        .toList();
  }

  @Test
  void aSubjectThatAnotherUserHasInAnotherSpellingCollides() throws InputException {
    IdentityPlan plan =
        Held.coordinator()
            .user("ann", "", A + "/1")
            .with("bob", "", List.of(apart(B + "/c%3Fd", "c?d")))
            .plan(fromAToB().mapped(map("ann,c?d\n")));

    assertThat(plan.users())
        .extracting(PlanRow::name, PlanRow::result)
        .containsExactly(tuple("ann", MatchClass.COLLISION), tuple("bob", MatchClass.ALREADY_NEW));
    assertThat(plan.users().getFirst().how()).contains("user 2 has or gets too");
    assertThat(plan.changes()).isEmpty();
    assertThat(blockers(plan)).containsExactly("IDENTITY_COLLISION user 1 (ann)");
  }

  @Test
  void aTextThatALoginOfTheNewSubjectMatchesCollides() throws InputException {
    IdentityPlan plan =
        Held.coordinator()
            .user("ann", "", A + "/1")
            .user("bob", "", B + "/c%3Fd")
            .plan(fromAToB().mapped(map("ann,c?d\n")));

    assertThat(plan.users().getFirst().result()).isEqualTo(MatchClass.COLLISION);
    assertThat(blockers(plan)).contains("IDENTITY_COLLISION user 1 (ann)");
  }

  @Test
  void aMergeThatBringsAnIdentityWhichAThirdUserHasTooCollides() throws Exception {
    Held held =
        Held.coordinator()
            .user("ann", "", A + "/1")
            .with("bob", "", List.of(apart(B + "/2", "2")))
            .with("bob2", "", List.of(apart(B + "//2", "2")));

    IdentityPlan plan = held.plan(merging("user:1=user:3"));

    assertThat(plan.isBlocked()).isTrue();
    assertThat(plan.users())
        .filteredOn(row -> row.result() == MatchClass.COLLISION)
        .extracting(PlanRow::name)
        .containsExactlyInAnyOrder("bob", "bob2");
    assertThat(plan.users())
        .filteredOn(row -> row.name().equals("bob"))
        .singleElement()
        .satisfies(row -> assertThat(row.how()).contains("user 1 has or gets too"));
    assertThat(held.plan(merging("user:1=user:3", "user:1=user:2")).isBlocked()).isFalse();
  }

  @Test
  void twoWhoSharedAnIdentityBeforeMayBeRenamed() throws IdentityStoreException {
    Held held =
        Held.coordinator()
            .with("ann", "ann@example.com", List.of(apart(B + "/2", "2")))
            .with("", "bob@example.com", List.of(apart(B + "//2", "2")));

    IdentityPlan plan =
        held.plan(
            PlanRequest.nothing().repairing(new Repairs(Set.of(RepairKind.NAMELESS), List.of())));

    assertThat(plan.isBlocked()).isFalse();
    assertThat(plan.changes()).hasSize(1);
    List<User> users = held.holdings().holders().stream().map(holder -> holder.user()).toList();
    assertThat(RewrittenUsers.of(users, plan.changes()).changed()).hasSize(1);
  }

  @Test
  void anIdentifierThatADeletedUserKeepsCollides() throws InputException {
    Holdings held = Held.headscale().user("ann", "", A + "/1").holdings();
    Holdings kept =
        new Holdings(
            held.place(),
            ProviderIdentifier.Rule.CONCATENATED,
            held.state(),
            held.holders(),
            null,
            Map.of(B + "/2", "users row 9, a deleted user,"));

    IdentityPlan plan = IdentityPlanner.plan(kept, fromAToB().mapped(map("ann,2\n")));

    assertThat(plan.users())
        .extracting(PlanRow::result, PlanRow::how)
        .containsExactly(
            tuple(
                MatchClass.COLLISION,
                "map: map.csv, line 2, which users row 9, a deleted user, keeps"));
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.isBlocked()).isTrue();
  }
}
