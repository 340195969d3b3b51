package dev.wayleave.oidc.plan;

import static dev.wayleave.oidc.plan.Held.A;
import static dev.wayleave.oidc.plan.Held.B;
import static dev.wayleave.oidc.plan.Held.fromAToB;
import static dev.wayleave.oidc.plan.Held.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.oidc.InputException;
import dev.wayleave.oidc.person.Person;
import dev.wayleave.oidc.plan.PlanRequest.Matching;
import dev.wayleave.oidc.plan.PlanRequest.Repairs;
import dev.wayleave.oidc.repair.MergeOrder;
import dev.wayleave.tailnet.identity.rewrite.Holdings;
import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Identities that become known at a login, and users who had a login elsewhere.
class ExpectedTest {
  private static final Instant END = Instant.parse("2026-12-01T00:00:00Z");

  /// Somebody of a SCIM service, which tells no subject.
  private static Person scim(String username, boolean enabled) {
    return new Person(null, username, "", false, "", enabled);
  }

  private static Matching byName(Person... people) {
    return Matching.by(Match.USERNAME).among(List.of(people));
  }

  private static List<String> levels(IdentityPlan plan) {
    return plan.findings().stream().map(finding -> finding.level() + " " + finding.code()).toList();
  }

  @Test
  void anExpectationWithoutAnEndBlocks() {
    IdentityPlan plan =
        Held.coordinator()
            .user("ann", "", A + "/1")
            .plan(fromAToB().matching(byName(scim("ann", true))));

    assertThat(plan.users()).extracting(PlanRow::result).containsExactly(MatchClass.EXPECTED);
    assertThat(levels(plan)).containsExactly("BLOCKER EXPECTATION_WITHOUT_END");
    assertThat(plan.changes()).isEmpty();
  }

  @Test
  void anExpectationOfSomebodyWithARoleIsToldOf() {
    IdentityPlan plan =
        Held.coordinator()
            .inRole("ann", Set.of(Role.ADMIN), A + "/1")
            .plan(fromAToB().matching(byName(scim("ann", true)).expectingUntil(END)));

    assertThat(levels(plan))
        .containsExactly("ACTION IDENTITY_EXPECTED", "ACTION EXPECTED_WITH_ROLE");
    assertThat(plan.isBlocked()).isFalse();
  }

  @Test
  void whomTheNewProviderDoesNotLetInIsMatchedAndToldOf() {
    Person ann = new Person("b1", "ann", "", false, "", false);
    IdentityPlan plan =
        Held.headscale().user("ann", "", A + "/1").plan(fromAToB().matching(byName(ann)));

    assertThat(plan.users()).extracting(PlanRow::result).containsExactly(MatchClass.MATCHED);
    assertThat(levels(plan)).containsExactly("INFO PERSON_DISABLED");
  }

  @Test
  void theTwoStepsOfHeadscaleLeadToTheSameUserWithTheNewIdentifier() {
    PlanRequest first = fromAToB().matching(byName(person("p", "ann", "")).ofPairwiseSubjects());
    IdentityPlan expected = Held.headscale().user("ann", "", A + "/1").plan(first);
    assertThat(expected.findings().getFirst().remedy()).contains("--merge user:1=user:NEW");

    // The login at the new provider made a second user of a subject that nobody could know.
    Holdings after =
        Held.headscale().user("ann", "", A + "/1").user("ann", "", B + "/p-7").holdings();
    IdentityPlan second =
        IdentityPlanner.plan(
            after,
            fromAToB()
                .repairing(new Repairs(Set.of(), List.of(MergeOrder.parse("user:1=user:2")))));

    assertThat(second.isBlocked()).isFalse();
    ModelStore store = new ModelStore(after);
    store.apply(second.rewrite());
    assertThat(store.identifiers()).containsExactly(B + "/p-7");
    assertThat(store.nodes()).containsValue(new UserId(1)).doesNotContainValue(new UserId(2));
  }

  @Test
  void loginNamesOfAHostedTailnetGetIdentitiesOfTheNewProvider() throws InputException {
    IdentityPlan plan =
        Held.coordinator()
            .user("alice@github", "")
            .user("bob@passkey", "")
            .user("cyd@example.com", "cyd@example.com")
            .plan(
                PlanRequest.nothing()
                    .between(null, B)
                    .mapped(MapFile.parse("map.csv", "old,new\nalice@github,b1\nbob@passkey,b2\n"))
                    .matching(
                        Matching.by(Match.EMAIL)
                            .among(List.of(person("b3", "cyd", "cyd@example.com")))));

    assertThat(plan.isBlocked()).isFalse();
    assertThat(plan.changes())
        .containsExactlyInAnyOrder(give(1, "b1"), give(2, "b2"), give(3, "b3"));
  }

  private static IdentityChange give(long user, String subject) {
    return new IdentityChange.Give(
        new UserId(user), new Identity("oidc", B + "/" + subject, B, subject));
  }
}
