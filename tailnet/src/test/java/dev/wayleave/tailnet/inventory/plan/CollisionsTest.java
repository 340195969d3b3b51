package dev.wayleave.tailnet.inventory.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Samples;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// One test per code; the target's own things are those that were never applied to it.
class CollisionsTest {
  private static final User OWN = Samples.user(50, "own");

  @Test
  void anotherUserUnderTheSameIdIsABlocker() {
    Finding finding =
        only(plan(own(Samples.user(1, "bob")), Samples.user(1, "alice")), "COLLISION_ID");
    assertThat(finding.object()).isEqualTo("user 1 (alice)");
    assertThat(finding.what()).contains("user 1 (bob)");
  }

  @Test
  void overwriteTakesTheSourcesEntityUnderTheSameId() {
    Planned planned =
        own(Samples.user(1, "bob"))
            .plan(
                Edits.inventory(Samples.user(1, "alice")),
                new PlanOptions(false, Set.of(EntityKind.USER)));
    assertThat(planned.plan().obstacles(Set.of())).isEmpty();
  }

  @Test
  void oneAddressTwiceIsABlocker() {
    Finding finding =
        only(
            plan(
                own(OWN, Samples.node(9, new Owner.OfUser(OWN.id()), "mine", "100.64.0.1")),
                Samples.user(1, "alice"),
                Samples.node(1, 1)),
            "COLLISION_ADDRESS");
    assertThat(finding.object()).isEqualTo("node 9 (mine)");
    assertThat(finding.what()).contains("100.64.0.1", "node 1 (node-1)");
  }

  @Test
  void oneAddressTwiceInsideTheSourceIsABlockerToo() {
    only(
        plan(
            State.EMPTY,
            Samples.user(1, "alice"),
            Samples.node(1, 1),
            Samples.node(2, new Owner.OfUser(new UserId(1)), "b", "100.64.0.1")),
        "COLLISION_ADDRESS");
  }

  @Test
  void addressThatADeletedNodeFreesIsFree() {
    State before = applied(Samples.user(1, "alice"), Samples.node(1, 1));
    Planned planned =
        before.plan(
            Edits.inventory(
                Samples.user(1, "alice"),
                Samples.node(2, new Owner.OfUser(new UserId(1)), "b", "100.64.0.1")));
    assertThat(planned.plan().findings()).isEmpty();
  }

  @Test
  void nameOfTheTargetsOwnNodeOrUserIsABlocker() {
    State target = own(OWN, Samples.node(9, new Owner.OfUser(OWN.id()), "node-1", "100.64.0.9"));
    only(plan(target, Samples.user(1, "alice"), Samples.node(1, 1)), "COLLISION_NAME");
    only(plan(own(OWN), Samples.user(1, "own")), "COLLISION_NAME");
  }

  @Test
  void renamingToTheNameOfTheTargetsOwnIsABlocker() {
    State applied = applied(Samples.user(1, "alice"));
    State target = new State(Edits.inventory(Samples.user(1, "alice"), OWN), applied.applied());
    only(plan(target, Edits.name(Samples.user(1, "alice"), "own")), "COLLISION_NAME");
  }

  @Test
  void nameThatAnOverwriteTakesFromTheTargetsOwnIsFree() {
    Planned planned =
        own(Samples.user(1, "alice"))
            .plan(
                Edits.inventory(Samples.user(1, "bob"), Samples.user(2, "alice")),
                new PlanOptions(false, Set.of(EntityKind.USER)));
    assertThat(planned.plan().findings()).isEmpty();
  }

  @Test
  void twoUsersOfOneNameInTheSourceAreNoCollision() {
    assertThat(
            plan(State.EMPTY, Samples.user(1, "alice"), Samples.user(2, "alice")).plan().findings())
        .isEmpty();
  }

  @Test
  void otherPrefixesAreABlockerWhereTheTargetHasNodes() {
    ServerSettings own =
        new ServerSettings(
            "https://vpn.example.com",
            "",
            IpPrefix.parse("100.100.0.0/16"),
            null,
            "sequential",
            null,
            null,
            null,
            Map.of());
    only(plan(own(OWN, own), Samples.server("https://vpn.example.com")), "COLLISION_PREFIXES");
    assertThat(plan(own(own), Samples.server("https://vpn.example.com")).plan().findings())
        .as("a target without users and nodes gives way")
        .isEmpty();
  }

  @Test
  void otherBaseDomainIsABlockerWhereTheTargetHasNodes() {
    only(
        plan(own(OWN, Samples.dns("a.example.com")), Samples.dns("b.example.com")),
        "COLLISION_BASE_DOMAIN");
  }

  @Test
  void otherNoiseKeyIsABlockerWhereTheTargetHasNodesAndIsNotShown() {
    Planned planned = plan(own(OWN, Samples.noiseKey("one")), Samples.noiseKey("two"));
    assertThat(only(planned, "COLLISION_NOISE_KEY").what()).doesNotContain("one", "two");
  }

  @Test
  void anotherRowUnderAnAppliedIdIsABlockerUntilOverwritten() {
    User first = Samples.user(1, "alice");
    State before = applied(first);
    Finding finding = only(plan(before, Edits.recreated(first)), "ROW_REPLACED");
    assertThat(finding.what()).contains("alice");
    Planned overwritten =
        before.plan(
            Edits.inventory(Edits.recreated(first)),
            new PlanOptions(false, Set.of(EntityKind.USER)));
    assertThat(overwritten.plan().findings()).isEmpty();
    assertThat(before.with(overwritten.changes()).target().users())
        .containsExactly(Edits.recreated(first));
  }

  @Test
  void twoPoliciesInUseAreABlocker() {
    PolicyVersion one = new PolicyVersion("1", "{}", true, "database", null);
    PolicyVersion two = new PolicyVersion("2", "{}", true, "database", null);
    assertThat(only(plan(State.EMPTY, one, two), "POLICY_IN_USE_TWICE").what()).contains("1, 2");
  }

  @Test
  void nodeOfAUserThatWouldNotExistIsABlocker() {
    assertThat(only(plan(State.EMPTY, Samples.node(1, 7)), "USER_MISSING").what())
        .contains("users/7");
    State before = applied(Samples.user(1, "alice"));
    State withNode =
        new State(Edits.inventory(Samples.user(1, "alice"), Samples.node(4, 1)), before.applied());
    Finding finding = only(plan(withNode), "USER_MISSING");
    assertThat(finding.object()).as("the target's own node of a deleted user").startsWith("node 4");
  }

  @Test
  void withheldSecretIsLossyAndNamesItsObject() {
    Planned planned = plan(State.EMPTY, WithheldSecretsTest.withheld(Samples.apiKey(1)));
    Finding finding = only(planned, "SECRET_WITHHELD");
    assertThat(finding.level()).isEqualTo(Finding.Level.LOSSY);
    assertThat(planned.plan().obstacles(Set.of())).containsExactly(finding);
    assertThat(planned.plan().obstacles(Set.of("SECRET_WITHHELD"))).isEmpty();
  }

  private static Finding only(Planned planned, String code) {
    assertThat(planned.plan().findings()).extracting(Finding::code).containsExactly(code);
    Finding finding = planned.plan().findings().getFirst();
    if (!code.equals("SECRET_WITHHELD")) {
      assertThat(planned.plan().obstacles(Set.of(code))).containsExactly(finding);
    }
    return finding;
  }

  private static State own(TailnetEntity... entities) {
    return new State(Edits.inventory(entities), State.EMPTY.applied());
  }

  private static State applied(TailnetEntity... entities) {
    Inventory source = Edits.inventory(entities);
    return State.EMPTY.with(State.EMPTY.plan(source).changes());
  }

  private static Planned plan(State target, TailnetEntity... source) {
    return target.plan(Edits.inventory(source));
  }
}
