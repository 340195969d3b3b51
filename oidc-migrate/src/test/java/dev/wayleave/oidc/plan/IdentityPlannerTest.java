package dev.wayleave.oidc.plan;

import static dev.wayleave.oidc.plan.Held.A;
import static dev.wayleave.oidc.plan.Held.B;
import static dev.wayleave.oidc.plan.Held.fromAToB;
import static dev.wayleave.oidc.plan.Held.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.wayleave.oidc.InputException;
import dev.wayleave.oidc.person.Person;
import dev.wayleave.tailnet.identity.ProviderIdentifier.Rule;
import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.ExpectedIdentity;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentityPlannerTest {
  private static List<MapLine> map(String text) {
    try {
      return MapFile.parse("map.csv", "old,new\n" + text);
    } catch (InputException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> codes(IdentityPlan plan) {
    return plan.findings().stream().map(Finding::code).toList();
  }

  @Test
  void matchesByVerifiedEmailWithTheDomainInAnyLetterCase() {
    IdentityPlan plan =
        Held.headscale()
            .user("ann", "ann@Example.com", A + "/1")
            .user("bob", "Bob@example.com", A + "/2")
            .user("cyd", "cyd@example.com", A + "/3")
            .plan(
                fromAToB(
                    Match.EMAIL,
                    person("b1", "ann", "ann@example.COM"),
                    person("b2", "bob", "bob@example.com"),
                    new Person("b3", "cyd", "cyd@example.com", false, "", true)));

    assertThat(plan.users())
        .extracting(PlanRow::name, PlanRow::result, PlanRow::next)
        .containsExactly(
            tuple("ann", MatchClass.MATCHED, B + "/b1"),
            tuple("bob", MatchClass.UNMATCHED, null),
            tuple("cyd", MatchClass.UNMATCHED, null));
    assertThat(plan.isBlocked()).isTrue();
    assertThat(plan.users().get(2).how()).contains("does not vouch");
    assertThat(plan.rewrite().changes())
        .containsExactly(
            new IdentityChange.Rewrite(
                new UserId(1),
                new Identity("oidc", A + "/1", null, null),
                new Identity("oidc", B + "/b1", null, null)));
  }

  @Test
  void theMapAloneSufficesAndNamesUsersInEveryWay() {
    IdentityPlan plan =
        Held.headscale()
            .user("ann", "", "https://a/auth0%7C1")
            .user("bob", "", "https://a/2")
            .user("cyd", "", "https://a/3")
            .user("dan", "dan@example.com", "https://a/4")
            .user("eve", "", "https://a/5")
            .user("fay@github", "", new String[0])
            .plan(
                PlanRequest.nothing()
                    .mapped(
                        map(
                            """
                            https://a//auth0|1,https://b/1
                            2,https://b/2
                            user:3,https://b/3
                            dan@EXAMPLE.com,https://b/4
                            eve,https://b/5
                            fay@github,https://b/6
                            gus,https://b/7
                            """)));

    assertThat(plan.users())
        .extracting(PlanRow::next)
        .containsExactly(
            "https://b/1",
            "https://b/2",
            "https://b/3",
            "https://b/4",
            "https://b/5",
            "https://b/6");
    assertThat(plan.isBlocked()).isFalse();
    assertThat(codes(plan)).containsExactly("MAP_LINES_UNUSED");
    assertThat(plan.changes().getLast())
        .isEqualTo(
            new IdentityChange.Give(
                new UserId(6), new Identity("oidc", "https://b/6", null, null)));
  }

  @Test
  void aPlanMadeAgainAfterItWasAppliedChangesNothing() {
    PlanRequest request = fromAToB().mapped(map(A + "/1,b1\nuser:2,b2\n"));
    IdentityPlan plan =
        Held.headscale().user("ann", "", B + "/b1").user("bob", "", B + "/b2").plan(request);

    assertThat(plan.users()).extracting(PlanRow::result).containsOnly(MatchClass.ALREADY_NEW);
    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.isBlocked()).isFalse();
  }

  @Test
  void subjectsAreSpelledAsTheStoresReleaseSpellsThem() {
    PlanRequest request = fromAToB().mapped(map("ann,x y?z\n"));

    assertThat(Held.headscale(Rule.PLAIN).user("ann", "", A + "/1").plan(request).users())
        .extracting(PlanRow::next)
        .containsExactly(B + "/x y?z");
    assertThat(Held.headscale(Rule.JOINED).user("ann", "", A + "/1").plan(request).users())
        .extracting(PlanRow::next)
        .containsExactly(B + "/x%20y%3Fz");
    assertThat(Held.headscale(Rule.CONCATENATED).user("ann", "", A + "/1").plan(request).users())
        .extracting(PlanRow::next)
        .containsExactly(B + "/x%20y?z");
    assertThat(Held.coordinator().user("ann", "", A + "/1").plan(request).changes())
        .extracting(change -> ((IdentityChange.Rewrite) change).after().subject())
        .containsExactly("x y?z");
  }

  @Test
  void swapsAndChainsAreOrderedSoThatNobodyEverHasTheIdentifierOfAnother() {
    IdentityPlan plan =
        Held.headscale()
            .user("ann", "", "https://a/1")
            .user("bob", "", "https://a/2")
            .user("cyd", "", "https://a/3")
            .user("dan", "", "https://a/4")
            .plan(
                PlanRequest.nothing()
                    .mapped(
                        map(
                            """
                            https://a/1,https://a/2
                            https://a/2,https://a/1
                            https://a/3,https://a/4
                            https://a/4,https://a/5
                            """)));

    assertThat(plan.isBlocked()).isFalse();
    assertThat(plan.changes()).hasSize(5);
    ModelStore store =
        new ModelStore(
            Held.headscale()
                .user("ann", "", "https://a/1")
                .user("bob", "", "https://a/2")
                .user("cyd", "", "https://a/3")
                .user("dan", "", "https://a/4")
                .holdings());
    store.apply(plan.rewrite());
    assertThat(store.identifiers())
        .containsExactly("https://a/2", "https://a/1", "https://a/4", "https://a/5");
  }

  @Test
  void twoUsersWhoWouldGetOneIdentityCollide() {
    IdentityPlan plan =
        Held.headscale()
            .user("ann", "ann@example.com", A + "/1")
            .user("ann2", "ann@example.com", A + "/2")
            .plan(fromAToB(Match.EMAIL, person("b1", "ann", "ann@example.com")));

    assertThat(plan.users()).extracting(PlanRow::result).containsOnly(MatchClass.COLLISION);
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.isBlocked()).isTrue();
  }

  @Test
  void whoeverIsLeftKeepsAnIdentifierThatNobodyElseGets() {
    PlanRequest swap =
        PlanRequest.nothing()
            .mapped(map("https://a/1,https://a/2\nhttps://a/2,https://a/3\n"))
            .leaving(Set.of("bob"));
    IdentityPlan plan =
        Held.headscale().user("ann", "", "https://a/1").user("bob", "", "https://a/2").plan(swap);

    assertThat(plan.users())
        .extracting(PlanRow::result, PlanRow::left)
        .containsExactly(tuple(MatchClass.COLLISION, false), tuple(MatchClass.MATCHED, true));
    assertThat(plan.changes()).isEmpty();
  }

  @Test
  void unmatchedAndAmbiguousBlockUnlessTheUserIsLeftByHand() {
    Held held =
        Held.headscale()
            .user("ann", "ann@example.com", A + "/1")
            .user("bob", "bob@example.com", A + "/2");
    PlanRequest request =
        fromAToB(
            Match.EMAIL,
            person("b1", "ann", "ann@example.com"),
            person("b2", "ann2", "ann@example.com"));

    assertThat(held.plan(request).users())
        .extracting(PlanRow::result)
        .containsExactly(MatchClass.AMBIGUOUS, MatchClass.UNMATCHED);
    assertThat(codes(held.plan(request)))
        .containsExactly("IDENTITY_AMBIGUOUS", "IDENTITY_UNMATCHED");
    assertThat(held.plan(request.leaving(Set.of("ann", "user:2"))).isBlocked()).isFalse();
    assertThat(codes(held.plan(request.leaving(Set.of("nobody"))))).contains("LEAVE_UNCLEAR");
  }

  @Test
  void subjectsThatTheNewProviderKeptNeedNoDirectory() {
    IdentityPlan plan =
        Held.headscale(Rule.JOINED)
            .user("ann", "", A + "/auth0%7C1")
            .user("old", "", "https://elsewhere/9")
            .plan(fromAToB().matching(PlanRequest.Matching.by(Match.SUB)));

    assertThat(plan.users())
        .extracting(PlanRow::next, PlanRow::left)
        .containsExactly(tuple(B + "/auth0%7C1", false), tuple(null, false));
    assertThat(codes(plan)).containsExactly("IDENTITY_OF_OTHER_ISSUER");
    assertThat(plan.isBlocked()).isFalse();
  }

  @Test
  void aSubjectThatTheIdentifierDoesNotTellForSureIsTakenFromTheDirectory() {
    Held held =
        Held.coordinator()
            .with("ann", "", List.of(new Identity("oidc", A + "/auth0%7C1", null, null)));

    assertThat(held.plan(fromAToB().matching(PlanRequest.Matching.by(Match.SUB))).changes())
        .extracting(change -> ((IdentityChange.Rewrite) change).after())
        .containsExactly(new Identity("oidc", B + "/auth0%7C1", null, null));
    assertThat(held.plan(fromAToB(Match.SUB, person("auth0|1", "ann", ""))).changes())
        .extracting(change -> ((IdentityChange.Rewrite) change).after().subject())
        .containsExactly("auth0|1");
  }

  @Test
  void whereTheSubjectIsUnknownACoordinatorWaitsForTheLogin() {
    Instant end = Instant.parse("2026-12-01T00:00:00Z");
    PlanRequest request =
        fromAToB()
            .matching(
                PlanRequest.Matching.by(Match.EMAIL)
                    .among(List.of(new Person(null, "ann", "ann@example.com", true, "", true)))
                    .expectingUntil(end));
    IdentityPlan plan = Held.coordinator().user("ann", "ann@example.com", A + "/1").plan(request);

    assertThat(plan.users()).extracting(PlanRow::result).containsExactly(MatchClass.EXPECTED);
    assertThat(plan.changes())
        .containsExactly(
            new IdentityChange.Expect(
                new UserId(1), new ExpectedIdentity(B, "email", "ann@example.com", end)));
    assertThat(plan.isBlocked()).isFalse();
  }

  @Test
  void whereTheSubjectIsUnknownHeadscaleNeedsTwoSteps() {
    PlanRequest request = fromAToB(Match.USERNAME, person("pairwise-7", "ann", ""));
    IdentityPlan plan =
        Held.headscale()
            .user("ann", "", A + "/1")
            .plan(request.matching(request.matching().ofPairwiseSubjects()));

    assertThat(plan.users()).extracting(PlanRow::result).containsExactly(MatchClass.EXPECTED);
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Finding.Level.ACTION);
          assertThat(finding.remedy()).contains("--merge user:1=user:NEW");
        });
  }

  @Test
  void aUserOfManyProvidersChangesOnlyTheOldOnes() {
    Identity old = new Identity("oidc", A + "/1", A, "1");
    Identity other = new Identity("github", "https://github.com/7", "https://github.com", "7");
    IdentityPlan plan =
        Held.coordinator()
            .with("ann", "ann@example.com", List.of(old, other))
            .plan(fromAToB(Match.EMAIL, person("b1", "ann", "ann@example.com")));

    assertThat(plan.changes())
        .containsExactly(
            new IdentityChange.Rewrite(
                new UserId(1), old, new Identity("oidc", B + "/b1", B, "b1")));
    assertThat(plan.isBlocked()).isFalse();
  }

  @Test
  void aUserWhoHasTheNewIdentityBesideTheOldOneNeedsNoChange() {
    Identity old = new Identity("oidc", A + "/1", A, "1");
    Identity next = new Identity("oidc", B + "/b1", B, "b1");
    IdentityPlan plan =
        Held.coordinator()
            .with("ann", "ann@example.com", List.of(old, next))
            .plan(fromAToB(Match.EMAIL, person("b1", "ann", "ann@example.com")));

    assertThat(plan.users()).extracting(PlanRow::result).containsOnly(MatchClass.ALREADY_NEW);
    assertThat(plan.isBlocked()).isFalse();
    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void whatAnEarlierReleaseSpelledIsCorrectedWhereTheSubjectIsKnown() {
    Held held = Held.headscale().user("ann", "", B + "/x%20y%3Fz").user("bob", "", B + "//2");
    PlanRequest request = PlanRequest.nothing().between(null, B);

    assertThat(held.plan(request).users())
        .extracting(PlanRow::result)
        .containsExactly(MatchClass.ALREADY_NEW, MatchClass.MATCHED);
    assertThat(
            held.plan(
                    request.matching(
                        PlanRequest.Matching.by(Match.SUB)
                            .among(List.of(person("x y?z", "ann", "")))))
                .users())
        .extracting(PlanRow::next)
        .containsExactly(B + "/x%20y?z", B + "/2");
  }

  @Test
  void aWordThatMeansTwoUsersIsNoUsersWord() {
    IdentityPlan plan =
        Held.headscale()
            .user("ann", "", "https://a/1")
            .user("ann", "", "https://a/2")
            .plan(PlanRequest.nothing().mapped(map("ann,https://b/1\nuser:2,https://b/2\n")));

    assertThat(plan.users())
        .extracting(PlanRow::result)
        .containsExactly(MatchClass.AMBIGUOUS, MatchClass.MATCHED);
  }

  @Test
  void anOldIssuerThatNobodyHasBlocksUnlessItWasChangedBefore() {
    Held held = Held.headscale().user("ann", "", "https://other/1");
    PlanRequest request = fromAToB().matching(PlanRequest.Matching.by(Match.SUB));

    assertThat(codes(held.plan(request))).contains("ISSUER_OF_NOBODY");
    assertThat(held.plan(request).isBlocked()).isTrue();
    assertThat(held.plan(request).users()).extracting(PlanRow::left).containsExactly(false);
    assertThat(held.plan(request.leaving(Set.of("ann"))).isBlocked()).isFalse();
    assertThat(held.user("bob", "", B + "/2").plan(request).isBlocked()).isFalse();
    assertThat(codes(held.plan(request))).contains("ISSUER_OF_NOBODY");
  }

  @Test
  void headscaleExpectsSubjectsThatNoDirectoryTells() {
    PlanRequest request = fromAToB().matching(PlanRequest.Matching.by(Match.EMAIL));
    Held held = Held.headscale().user("ann", "ann@example.com", A + "/1");

    assertThat(held.plan(request).users())
        .extracting(PlanRow::result)
        .containsExactly(MatchClass.EXPECTED);
    assertThat(codes(held.plan(request))).containsExactly("IDENTITY_EXPECTED");
    assertThat(held.plan(request).isBlocked()).isFalse();
  }

  @Test
  void theFirstReleasesTakeSlashesLetterByLetter() {
    IdentityPlan plan =
        Held.headscale(Rule.PLAIN)
            .user("ann", "", "https://a/1")
            .user("bob", "", "https://b//1")
            .plan(PlanRequest.nothing().mapped(map("ann,https://b/1\nbob,https://b/2\n")));

    assertThat(plan.users())
        .extracting(PlanRow::next)
        .containsExactly("https://b/1", "https://b/2");
    assertThat(
            Held.headscale(Rule.PLAIN)
                .user("ann", "", "https://a/1")
                .user("bob", "", "https://b//1")
                .plan(PlanRequest.nothing().mapped(map("ann,https://b/1\n")).leaving(Set.of("bob")))
                .users())
        .extracting(PlanRow::result)
        .containsExactly(MatchClass.MATCHED, MatchClass.UNMATCHED);
  }
}
