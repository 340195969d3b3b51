package dev.wayleave.oidc.plan;

import static dev.wayleave.oidc.plan.Held.A;
import static dev.wayleave.oidc.plan.Held.B;
import static dev.wayleave.oidc.plan.Held.fromAToB;
import static dev.wayleave.oidc.plan.Held.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.oidc.person.Person;
import dev.wayleave.oidc.repair.MergeOrder;
import dev.wayleave.oidc.repair.RepairKind;
import dev.wayleave.tailnet.inventory.Finding;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyWordsTest {
  private static final String POLICY =
      """
      {
        // who is who
        "groups": {"group:eng": ["ann@", "bob@example.com"]}, // keep me
        "tagOwners": {"tag:web": ["ann@", "group:eng"]},
        "acls": [
          {"action": "accept", "src": ["ann@", "autogroup:member"], "dst": ["ann@:22,80", "*:443"]},
        ],
        "ssh": [{"action": "accept", "src": ["ann@"], "dst": ["tag:web"], "users": ["root"]}],
        "nodeAttrs": [{"target": ["ann@", "*"], "attr": ["funnel"]}],
      }
      """;

  private static List<String> levels(IdentityPlan plan) {
    return plan.findings().stream()
        .map(finding -> finding.level() + " " + finding.code())
        .distinct()
        .toList();
  }

  private static Held held() {
    return Held.headscale()
        .user("ann", "ann@example.com", A + "/1")
        .user("bob", "bob@example.com", A + "/2")
        .policy(POLICY);
  }

  @Test
  void saysNothingWhereEveryWordGoesOnMeaningTheSamePerson() {
    IdentityPlan plan =
        held()
            .plan(
                fromAToB(
                    Match.EMAIL,
                    person("b1", "ann", "ann@example.com"),
                    person("b2", "bob", "bob@example.com")));

    assertThat(plan.findings()).isEmpty();
    assertThat(plan.policy().words()).isEmpty();
    assertThat(plan.rewrite().policy()).isNull();
  }

  @Test
  void aNameThatTheNewProviderChangesIsToldOf() {
    Person[] people = {
      person("b1", "ann.ng", "ann@example.com"), person("b2", "bob", "bob@example.com")
    };
    IdentityPlan plan = held().plan(fromAToB(Match.EMAIL, people));

    assertThat(levels(plan)).containsExactly("ACTION POLICY_WORD_CHANGES");
    assertThat(plan.policy().words()).hasSize(6);
    assertThat(plan.policy().words().getFirst().at()).isEqualTo("line 3, column 28");
    assertThat(plan.policy().words())
        .extracting(word -> word.proposed())
        .containsOnly("ann@example.com");
    assertThat(plan.isBlocked()).isFalse();
  }

  @Test
  void onRequestWordsAreReplacedAndNothingElseOfTheText() {
    Person[] people = {
      person("b1", "ann.ng", "ann@example.com"), person("b2", "bob", "bob@example.com")
    };
    IdentityPlan plan = held().plan(fromAToB(Match.EMAIL, people).rewritingPolicy());

    assertThat(plan.rewrite().policy())
        .isEqualTo(
            POLICY.replace("ann@\"", "ann@example.com\"").replace("ann@:22", "ann@example.com:22"));
    assertThat(plan.findings()).isEmpty();
    assertThat(plan.policy().diff())
        .startsWith("@@ -1,")
        .contains("-  \"groups\": {\"group:eng\": [\"ann@\", \"bob@example.com\"]}, // keep me\n")
        .contains(
            "+  \"groups\": {\"group:eng\": [\"ann@example.com\", \"bob@example.com\"]}, // keep me\n");
  }

  @Test
  void wordsThatAreIdentifiersChangeWithThem() {
    Held held =
        Held.headscale()
            .user("", "", A + "/1")
            .policy(
                "{\"acls\": [{\"action\": \"accept\", \"src\": [\""
                    + A
                    + "/1@\"], \"dst\": [\"*:*\"]}]}");
    PlanRequest request = fromAToB().mapped(List.of(new MapLine("map", A + "/1", "b1")));

    assertThat(levels(held.plan(request)))
        .containsExactly("INFO NAMELESS", "BLOCKER POLICY_WORD_CHANGES");
    assertThat(held.plan(request.rewritingPolicy()).rewrite().policy())
        .contains("\"" + B + "/b1@\"");
    assertThat(held.plan(request.rewritingPolicy()).isBlocked()).isFalse();
  }

  @Test
  void aWordOfTwoUsersBlocksWhereTheMappingTouchesThem() {
    Held held =
        Held.headscale()
            .user("ann", "ann@example.com", A + "/1")
            .user("ann", "ann@other.example", A + "/2")
            .user("bob", "bob@example.com", A + "/3")
            .policy(POLICY);
    PlanRequest bobAlone =
        fromAToB(Match.EMAIL, person("b3", "bob", "bob@example.com"))
            .leaving(Set.of("user:1", "user:2"));

    assertThat(levels(held.plan(bobAlone)))
        .contains("ACTION POLICY_WORD_AMBIGUOUS")
        .noneMatch(level -> level.startsWith("BLOCKER"));
    PlanRequest all =
        fromAToB(
            Match.EMAIL,
            person("b1", "ann", "ann@example.com"),
            person("b2", "ann", "ann@other.example"),
            person("b3", "bob", "bob@example.com"));
    assertThat(levels(held.plan(all))).contains("BLOCKER POLICY_WORD_AMBIGUOUS");
  }

  @Test
  void mergingMakesAWordMeanOneAgain() {
    IdentityPlan plan =
        Held.headscale()
            .user("ann", "")
            .user("ann", "ann@example.com", "https://idp/1")
            .policy(POLICY)
            .plan(
                PlanRequest.nothing()
                    .repairing(new PlanRequest.Repairs(Set.of(RepairKind.HAND_MADE), List.of())));

    assertThat(plan.policy().words()).isNotEmpty().allMatch(word -> word.after().size() == 1);
    assertThat(levels(plan)).containsExactly("INFO USER_MERGED");
  }

  @Test
  void aRenameThatTakesAWordAwayBlocksUnlessTheWordFollows() {
    Held held =
        Held.coordinator()
            .user("ann", "")
            .user("bob", "bob@example.com", A + "/1")
            .user("", "eve@example.com", A + "/2")
            .policy("{\"groups\": {\"group:x\": [\"eve@\"]}}");
    PlanRequest request =
        PlanRequest.nothing()
            .repairing(new PlanRequest.Repairs(Set.of(RepairKind.NAMELESS), List.of()));

    assertThat(held.plan(request).findings())
        .extracting(Finding::what)
        .containsExactly("It means nobody, and with the changes user 3.");
  }

  @Test
  void wordsForADomainAreToldOfWhereAnAddressLeavesIt() {
    IdentityPlan plan =
        Held.headscale()
            .user("ann", "ann@old.example", A + "/1")
            .user("bob", "bob@old.example", A + "/2")
            .policy(
                """
                {"ssh": [{"action": "accept", "src": ["bob@"], "dst": ["tag:x"],
                  "users": ["localpart:*@old.example"]}]}
                """)
            .plan(
                fromAToB(
                    Match.USERNAME,
                    person("b1", "ann", "ann@new.example"),
                    person("b2", "bob", "bob@old.example")));

    assertThat(plan.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo("POLICY_DOMAIN_CHANGES");
          assertThat(finding.object()).contains("ann");
          assertThat(finding.what()).contains("line 2").contains("no longer");
        });
  }

  @Test
  void aPolicyThatCannotBeReadIsToldOf() {
    assertThat(levels(Held.headscale().policy("{\"acls\": [").plan(PlanRequest.nothing())))
        .containsExactly("ACTION POLICY_UNREADABLE");
  }

  @Test
  void aWordOfAUserWhoIsMergedAwayBlocksUnlessItFollowsToTheSurvivor() {
    Held held =
        Held.headscale()
            .user("ann", "ann@example.com", A + "/1")
            .user("annie", "", A + "/2")
            .policy("{ // both\n  \"groups\": {\"group:x\": [\"annie@\", \"bob@\"]}, // kept\n}\n");
    PlanRequest merge =
        PlanRequest.nothing()
            .repairing(
                new PlanRequest.Repairs(Set.of(), List.of(MergeOrder.parse("user:1=user:2"))));

    assertThat(levels(held.plan(merge))).contains("BLOCKER POLICY_WORD_CHANGES");
    IdentityPlan rewritten = held.plan(merge.rewritingPolicy());
    assertThat(rewritten.isBlocked()).isFalse();
    assertThat(rewritten.policy().text())
        .isEqualTo(
            "{ // both\n  \"groups\": {\"group:x\": [\"ann@example.com\", \"bob@\"]}, // kept\n}\n");
  }
}
