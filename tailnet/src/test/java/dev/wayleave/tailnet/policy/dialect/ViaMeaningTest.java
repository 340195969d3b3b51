package dev.wayleave.tailnet.policy.dialect;

import static dev.wayleave.tailnet.policy.dialect.HeadscaleTranslationTest.codes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Finding;
import org.junit.jupiter.api.Test;

/// Rules with `via`, which Headscale has since 0.29.
class ViaMeaningTest {
  private static final String ROUTES = "BLOCKER POLICY_ROUTES_DIFFER";

  private static World office() {
    return new World()
        .user("alice")
        .user("bob")
        .device("laptop", 1)
        .device("desk", 2)
        .taggedRouter("gate-a", 1, "tag:a", "10.20.0.0/16")
        .taggedRouter("gate-b", 1, "tag:b", "10.20.0.0/16");
  }

  private static String grants(String... grants) {
    return """
    {"tagOwners": {"tag:a": ["alice@"], "tag:b": ["alice@"]}, "grants": [%s]}
    """
        .formatted(String.join(",", grants));
  }

  private static String via(String source, String target, String tag) {
    return "{\"src\": [\"%s\"], \"dst\": [\"%s\"], \"ip\": [\"*\"], \"via\": [\"%s\"]}"
        .formatted(source, target, tag);
  }

  private static String plain(String source, String target) {
    return "{\"src\": [\"%s\"], \"dst\": [\"%s\"], \"ip\": [\"*\"]}".formatted(source, target);
  }

  @Test
  void deviceIsLedToTheNamedRouterOnEitherSide() {
    for (String target : new String[] {"10.20.0.0/16", "10.20.7.0/24", "10.0.0.0/8"}) {
      for (String tag : new String[] {"tag:a", "tag:b"}) {
        assertThat(codes(office().translate("0.29.2", grants(via("alice@", target, tag)))))
            .as(target + " " + tag)
            .isEmpty();
      }
    }
  }

  @Test
  void differentRoutersForDifferentPeopleAreTheSameOnEitherSide() {
    String text =
        grants(via("alice@", "10.20.0.0/16", "tag:a"), via("bob@", "10.20.0.0/16", "tag:b"));

    assertThat(codes(office().translate("0.29.2", text))).isEmpty();
  }

  @Test
  void ruleWithoutViaBesideItLeavesTheChoiceOfTheRouterOnEitherSide() {
    String text = grants(via("alice@", "10.20.0.0/16", "tag:b"), plain("alice@", "10.20.0.0/16"));

    assertThat(codes(office().translate("0.29.2", text))).isEmpty();
  }

  @Test
  void firstOfTheRoutersWithTheTagIsTakenOnEitherSide() {
    World world = office().taggedRouter("gate-c", 1, "tag:b", "10.20.0.0/16");

    assertThat(codes(world.translate("0.29.2", grants(via("alice@", "10.20.0.0/16", "tag:b")))))
        .isEmpty();
  }

  /// At Headscale each rule rules out the routers of the other, so that none is left.
  @Test
  void twoRulesThatNameDifferentRoutersCancelEachOtherOutThereAlone() {
    String text =
        grants(via("alice@", "10.20.0.0/16", "tag:a"), via("alice@", "10.20.0.0/16", "tag:b"));
    Translation translation = office().translate("0.29.2", text);

    assertThat(codes(translation)).containsExactly(ROUTES);
    Finding finding = translation.findings().getFirst();
    assertThat(finding.object()).isEqualTo("policy 1, line 1 (grants[0])");
    assertThat(finding.what())
        .isEqualTo(
            "Compared with Headscale 0.29 and later, the rule newly leads (1) laptop →"
                + " 10.20.0.0/16 by way of gate-a.");
    assertThat(codes(office().translate("0.29.2", text, PolicyMeaning.WAYLEAVE)))
        .containsExactly("ACTION POLICY_ROUTES_DIFFER");
    assertThat(codes(office().translate("0.29.2", text, PolicyMeaning.SOURCE)))
        .containsExactly(ROUTES);
  }

  @Test
  void exitNodeWithTheTagIsTheOnlyOneOnEitherSide() {
    World world =
        office()
            .taggedRouter("exit-a", 1, "tag:a", "0.0.0.0/0", "::/0")
            .taggedRouter("exit-b", 1, "tag:b", "0.0.0.0/0", "::/0");

    assertThat(
            codes(world.translate("0.29.2", grants(via("alice@", "autogroup:internet", "tag:a")))))
        .isEmpty();
  }

  /// Here the rule without `via` gives every exit node; there the one with `via` still rules out
  /// those without its tag.
  @Test
  void exitNodeWithoutTheTagThatAnotherRuleGivesIsLeftOutThereAlone() {
    World world =
        office()
            .taggedRouter("exit-a", 1, "tag:a", "0.0.0.0/0")
            .taggedRouter("exit-b", 1, "tag:b", "0.0.0.0/0");
    Translation translation =
        world.translate(
            "0.29.2",
            grants(
                via("alice@", "autogroup:internet", "tag:a"),
                plain("alice@", "autogroup:internet")));

    assertThat(codes(translation)).containsExactly(ROUTES);
    assertThat(translation.findings().getFirst().what())
        .contains("newly leads (1) laptop → 0.0.0.0/0 by way of exit-b");
  }

  /// A public address behind an exit node is no subnet that a router of Headscale announces.
  @Test
  void publicAddressByWayOfAnExitNodeIsReachedHereAlone() {
    World world = office().taggedRouter("exit-a", 1, "tag:a", "0.0.0.0/0");
    String text = grants(via("alice@", "8.8.8.0/24", "tag:a"));

    assertThat(codes(world.translate("0.29.2", text)))
        .containsExactly("BLOCKER POLICY_RULE_DIFFERS");
    assertThat(codes(world.translate("0.29.2", text, PolicyMeaning.SOURCE)))
        .containsExactly("BLOCKER POLICY_RULE_DIFFERS");
    assertThat(codes(world.translate("0.29.2", text, PolicyMeaning.WAYLEAVE)))
        .containsExactly("ACTION POLICY_RULE_DIFFERS");
  }

  /// The name of the user is read in any letter case here.
  @Test
  void deviceThatNoRuleMeantThereIsToldWithItsRouter() {
    Translation translation =
        office().translate("0.29.2", grants(via("Alice@", "10.20.0.0/16", "tag:b")));

    assertThat(codes(translation)).contains("BLOCKER POLICY_RULE_DIFFERS", ROUTES);
    assertThat(translation.findings().getLast().what())
        .contains("newly leads (1) laptop → 10.20.0.0/16 by way of gate-b");
  }
}
