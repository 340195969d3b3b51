package dev.wayleave.oidc.plan;

import static dev.wayleave.oidc.plan.Held.A;
import static dev.wayleave.oidc.plan.Held.B;
import static dev.wayleave.oidc.plan.Held.fromAToB;
import static dev.wayleave.oidc.plan.Held.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.wayleave.oidc.repair.MergeOrder;
import dev.wayleave.oidc.repair.RepairKind;
import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.UserId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepairTest {
  private static PlanRequest repairing(RepairKind... kinds) {
    return PlanRequest.nothing().repairing(new PlanRequest.Repairs(Set.of(kinds), List.of()));
  }

  private static PlanRequest merging(String order) {
    return PlanRequest.nothing()
        .repairing(new PlanRequest.Repairs(Set.of(), List.of(MergeOrder.parse(order))));
  }

  private static List<String> levels(IdentityPlan plan) {
    return plan.findings().stream().map(finding -> finding.level() + " " + finding.code()).toList();
  }

  private static IdentityChange.Merge merge(long survivor, long gone) {
    return new IdentityChange.Merge(new UserId(survivor), new UserId(gone), Set.of());
  }

  private static IdentityChange.Rewrite rewrite(long user, String before, String after) {
    return new IdentityChange.Rewrite(
        new UserId(user),
        new Identity("oidc", before, null, null),
        new Identity("oidc", after, null, null));
  }

  @Test
  void whatWasThereBeforeIsToldAndStaysUnlessAskedFor() {
    IdentityPlan plan =
        Held.headscale()
            .user("ann", "ann@example.com", "https://idp//1")
            .user("ann", "ann@example.com", "https://idp/1")
            .user("bob", "", "https://idp/x|y")
            .user("bob", "", "https://idp/x%7Cy")
            .user("cyd", "cyd@example.com", "https://old/3")
            .user("cyd", "cyd@example.com", "https://idp/3")
            .user("dan", "")
            .user("dan", "dan@example.com", "https://idp/4")
            .user("", "eve@example.com", "https://idp/5")
            .user("fay", "")
            .user("fay", "")
            .plan(PlanRequest.nothing());

    assertThat(plan.isBlocked()).isFalse();
    assertThat(plan.isEmpty()).isTrue();
    assertThat(levels(plan))
        .containsExactly(
            "ACTION SLASH_TWINS",
            "ACTION ENCODING_TWINS",
            "ACTION DUPLICATES",
            "ACTION HAND_MADE",
            "INFO NAMELESS",
            "ACTION AMBIGUOUS_NAMES");
  }

  @Test
  void twinsAreMergedIntoTheFirstWhoGetsTheIdentifierThatLoginsHave() {
    IdentityPlan plan =
        Held.headscale()
            .user("ann", "", "https://idp//1")
            .user("ann", "", "https://idp/1")
            .plan(repairing(RepairKind.SLASH_TWINS));

    assertThat(plan.changes())
        .containsExactly(merge(1, 2), rewrite(1, "https://idp//1", "https://idp/1"));
    assertThat(plan.isBlocked()).isFalse();
  }

  @Test
  void aDuplicateOfTheNewProviderGivesItsIdentityToTheOldUser() {
    IdentityPlan plan =
        Held.headscale()
            .user("ann", "ann@example.com", A + "/1")
            .user("bob", "bob@example.com", A + "/2")
            .user("ann", "ann@example.com", B + "/b1")
            .plan(
                fromAToB(
                        Match.EMAIL,
                        person("b1", "ann", "ann@example.com"),
                        person("b2", "bob", "bob@example.com"))
                    .repairing(new PlanRequest.Repairs(Set.of(RepairKind.DUPLICATES), List.of())));

    assertThat(plan.changes())
        .containsExactly(
            merge(1, 3), rewrite(1, A + "/1", B + "/b1"), rewrite(2, A + "/2", B + "/b2"));
    assertThat(plan.isBlocked()).isFalse();
  }

  @Test
  void theSameWithoutTheRepairCollides() {
    IdentityPlan plan =
        Held.headscale()
            .user("ann", "ann@example.com", A + "/1")
            .user("ann", "ann@example.com", B + "/b1")
            .plan(fromAToB(Match.EMAIL, person("b1", "ann", "ann@example.com")));

    assertThat(plan.users())
        .extracting(PlanRow::result)
        .containsExactly(MatchClass.COLLISION, MatchClass.ALREADY_NEW);
    assertThat(plan.isBlocked()).isTrue();
  }

  @Test
  void aHandMadeUserGetsTheIdentityOfTheOneWhoLoggedIn() {
    IdentityPlan plan =
        Held.headscale()
            .user("ann", "")
            .user("ann", "ann@example.com", "https://idp/1")
            .plan(repairing(RepairKind.HAND_MADE));

    assertThat(plan.changes()).containsExactly(merge(1, 2));
    assertThat(plan.users())
        .extracting(PlanRow::old, PlanRow::next, PlanRow::how)
        .containsExactly(
            tuple(null, "https://idp/1", "no new provider was named"),
            tuple("https://idp/1", "https://idp/1", "merged into user 1"));
  }

  @Test
  void damageBlocksOnlyWhereTheMappingTouchesItAndNobodyKnowsOfIt() {
    Held held =
        Held.headscale()
            .user("ann", "")
            .user("ann", "ann@example.com", A + "/1")
            .user("bob", "bob@example.com", A + "/2");
    PlanRequest request =
        fromAToB(
            Match.EMAIL,
            person("b1", "ann", "ann@example.com"),
            person("b2", "bob", "bob@example.com"));

    assertThat(levels(held.plan(request))).containsExactly("BLOCKER HAND_MADE");
    assertThat(levels(held.plan(request.leaving(Set.of("user:1")))))
        .containsExactly("INFO HAND_MADE");
    assertThat(held.plan(request.leaving(Set.of("user:1"))).changes()).hasSize(2);
    assertThat(levels(held.plan(request.leaving(Set.of("user:2")))))
        .containsExactly("INFO IDENTITY_LEFT", "INFO HAND_MADE");
  }

  @Test
  void usersWhoEachHaveTheirOwnNewIdentityAreDifferentPeople() {
    IdentityPlan plan =
        Held.headscale()
            .user("ann", "ann@example.com", A + "/1")
            .user("ann", "ann@example.com", A + "/2")
            .plan(
                fromAToB()
                    .mapped(
                        List.of(
                            new MapLine("map, line 2", "user:1", "b1"),
                            new MapLine("map, line 3", "user:2", "b2"))));

    assertThat(levels(plan)).containsExactly("ACTION DUPLICATES");
    assertThat(plan.changes()).hasSize(2);
  }

  @Test
  void whoIsLeftIsNotMerged() {
    IdentityPlan plan =
        Held.headscale()
            .user("ann", "", A + "/1")
            .user("bob", "", A + "/2")
            .plan(merging("ann=bob").leaving(Set.of("bob")));

    assertThat(plan.changes()).isEmpty();
    assertThat(levels(plan)).contains("BLOCKER MERGE_UNCLEAR");
  }

  @Test
  void twoAccountsOfOneProviderAreMergedOnlyByName() {
    Held held =
        Held.headscale()
            .user("ann", "ann@example.com", A + "/1")
            .user("ann", "ann@example.com", A + "/2");

    assertThat(held.plan(repairing(RepairKind.DUPLICATES)).changes()).isEmpty();
    assertThat(held.plan(merging("user:1=user:2")).changes())
        .containsExactly(merge(1, 2), rewrite(1, A + "/1", A + "/2"));
    assertThat(levels(held.plan(merging("user:1=ann")))).contains("BLOCKER MERGE_UNCLEAR");
  }

  @Test
  void onACoordinatorTheSurvivorHasAllIdentities() {
    Identity first = new Identity("oidc", A + "/1", A, "1");
    Identity second = new Identity("oidc", B + "/b1", B, "b1");
    IdentityPlan plan =
        Held.coordinator()
            .with("ann", "", List.of(first))
            .with("ann2", "", List.of(second))
            .plan(merging("ann=ann2"));

    assertThat(plan.changes()).containsExactly(merge(1, 2));
    assertThat(plan.users()).extracting(PlanRow::old).containsExactly(A + "/1", B + "/b1");
  }

  @Test
  void aRoleGoesOverOnlyWhenItIsNamed() {
    Held held =
        Held.coordinator().user("ann", "", A + "/1").inRole("boss", Set.of(Role.ADMIN), B + "/b1");

    assertThat(levels(held.plan(merging("ann=boss")))).contains("ACTION ROLE_NOT_MOVED");
    assertThat(MergeOrder.parse("ann=boss+admin+network-admin").roles())
        .containsExactly(Role.ADMIN, Role.NETWORK_ADMIN);
    assertThat(held.plan(merging("ann=boss+admin")).changes())
        .containsExactly(
            new IdentityChange.Merge(new UserId(1), new UserId(2), Set.of(Role.ADMIN)));
    assertThat(levels(held.plan(merging("ann=boss+owner")))).contains("BLOCKER MERGE_UNCLEAR");
  }

  @Test
  void usersWithoutANameAreNamedByTheirAddress() {
    IdentityPlan plan =
        Held.headscale()
            .user("", "ann@example.com", A + "/1")
            .user("", "ann@other.example", A + "/2")
            .user("", "", A + "/3")
            .plan(repairing(RepairKind.NAMELESS));

    assertThat(plan.changes())
        .containsExactly(
            new IdentityChange.Rename(new UserId(1), "", "ann"),
            new IdentityChange.Rename(new UserId(2), "", "ann@other.example"));
    assertThat(plan.findings()).extracting(Finding::level).containsExactly(Level.INFO);
  }

  @Test
  void aMergedUserHasARowWithItsOwnIdentifierAndWhatIsGivenUpIsTold() {
    IdentityPlan plan =
        Held.headscale()
            .user("ann", "", A + "/1")
            .user("ann2", "", A + "/2")
            .plan(merging("ann=ann2"));

    assertThat(plan.users())
        .extracting(PlanRow::id, PlanRow::old, PlanRow::next, PlanRow::how)
        .contains(tuple(new UserId(2), A + "/2", A + "/2", "merged into user 1"))
        .first()
        .isEqualTo(
            tuple(
                new UserId(1),
                A + "/1",
                A + "/2",
                "the identity by which the person logs in now, of a merged user"));
    assertThat(plan.findings())
        .filteredOn(finding -> finding.code().equals("IDENTITY_DROPPED"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.what()).contains(A + "/1"));
  }

  @Test
  void spellingsThatCollidedBeforeDoNotBlock() {
    Held held =
        Held.headscale()
            .user("ann", "ann@example.com", A + "/1")
            .user("bob", "", B + "//2")
            .user("bob", "", B + "/2");
    PlanRequest request = fromAToB(Match.EMAIL, person("b1", "ann", "ann@example.com"));

    assertThat(held.plan(request).users())
        .extracting(PlanRow::result)
        .containsExactly(MatchClass.MATCHED, MatchClass.ALREADY_NEW, MatchClass.ALREADY_NEW);
    assertThat(levels(held.plan(request))).containsExactly("ACTION SLASH_TWINS");
    assertThat(held.plan(request).changes()).hasSize(1);
  }

  @Test
  void repairsThatMeetMakeOneUserOfAll() {
    IdentityPlan plan =
        Held.headscale()
            .user("ann", "ann@example.com", "https://old/1")
            .user("ann.n", "", "https://idp//2")
            .user("ann.o", "ann@example.com", "https://idp/2")
            .plan(repairing(RepairKind.SLASH_TWINS, RepairKind.DUPLICATES));

    assertThat(plan.changes()).startsWith(merge(2, 3), merge(1, 2));
  }

  @Test
  void aUserMadeByHandWhoIsCalledLikeAnAddressIsMergedOnlyByName() {
    Held held =
        Held.headscale().user("ann", "").user("Ann Smith", "ann@example.com", "https://idp/1");

    assertThat(held.plan(PlanRequest.nothing()).findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Level.ACTION);
          assertThat(finding.code()).isEqualTo("HAND_MADE");
          assertThat(finding.remedy()).contains("--merge user:1=user:2");
        });
    assertThat(held.plan(repairing(RepairKind.HAND_MADE)).changes()).isEmpty();
  }

  @Test
  void twinsThatDifferInMoreThanSlashesAreToldOfAsSuch() {
    IdentityPlan plan =
        Held.headscale()
            .user("ann", "", "https://idp//x%7Cy")
            .user("ann", "", "https://idp/x|y")
            .plan(PlanRequest.nothing());

    assertThat(plan.findings().getFirst().what()).endsWith("but for its spelling.");
  }

  @Test
  void twinsByPercentEncodingAreMergedWhenAskedFor() {
    IdentityPlan plan =
        Held.headscale()
            .user("ann", "", "https://idp/x|y")
            .user("ann", "", "https://idp/x%7Cy")
            .plan(repairing(RepairKind.ENCODING_TWINS));

    assertThat(plan.changes())
        .containsExactly(merge(1, 2), rewrite(1, "https://idp/x|y", "https://idp/x%7Cy"));
    assertThat(plan.isBlocked()).isFalse();
  }

  @Test
  void anAmbiguousNameIsTakenFromTheOneMadeByHandForOneThatNobodyHas() {
    Held held =
        Held.headscale()
            .user("dan@example.com", "")
            .user("dan", "dan@example.com", A + "/4")
            .user("dan@example.com-1", "dan2@example.com", A + "/5");

    IdentityPlan plan = held.plan(repairing(RepairKind.AMBIGUOUS_NAMES));

    assertThat(plan.changes())
        .containsExactly(
            new IdentityChange.Rename(new UserId(1), "dan@example.com", "dan@example.com-1-1"));
    assertThat(plan.isBlocked()).isFalse();
  }

  @Test
  void noNameIsGivenThatSomebodyHas() {
    IdentityPlan plan =
        Held.headscale()
            .user("ann", "")
            .user("ann@example.com", "")
            .user("", "ann@example.com", A + "/1")
            .plan(repairing(RepairKind.NAMELESS));

    assertThat(plan.changes()).isEmpty();
    assertThat(levels(plan)).contains("INFO NAMELESS");
  }
}
