package dev.wayleave.tailnet.policy.dialect;

import static dev.wayleave.tailnet.policy.dialect.HeadscaleTranslationTest.codes;
import static dev.wayleave.tailnet.policy.dialect.HeadscaleTranslationTest.levels;
import static dev.wayleave.tailnet.policy.dialect.HeadscaleTranslationTest.rule;
import static dev.wayleave.tailnet.policy.dialect.HeadscaleTranslationTest.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Finding.Level;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Rules that let other packets through here than at Headscale, and what becomes of them.
class RuleReachTest {
  private static final String DIFFERS = "BLOCKER POLICY_RULE_DIFFERS";

  private static World office() {
    return new World().user("alice").user("bob").device("laptop", 1).device("desk", 2);
  }

  @ParameterizedTest
  @CsvSource({"0.21.0, false", "0.22.3, true", "0.25.1, true", "0.28.0, true", "0.29.2, false"})
  void addressStandsForAllAddressesOfItsNodeFrom022To028(String release, boolean differs) {
    String source = release.compareTo("0.26") < 0 ? "alice" : "alice@";
    Translation translation = office().translate(release, rule(source, "100.64.0.2:22"));

    assertThat(codes(translation).contains(DIFFERS)).isEqualTo(differs);
    if (differs) {
      Finding finding = blocker(translation);
      assertThat(finding.object()).isEqualTo("policy 1, line 1 (acls[0])");
      assertThat(finding.what())
          .isEqualTo(
              "Compared with Headscale "
                  + PolicyEngine.ofRelease(release).orElseThrow().releases()
                  + ", the rule no longer connects (1) laptop → desk (fd7a:115c:a1e0::2) on tcp 22,"
                  + " udp 22.");
      assertThat(finding.remedy()).contains("--policy-meaning source");
    }
  }

  @Test
  void sourcesMeaningAddsWhatTheRuleMeant() {
    Translation translation =
        office().translate("0.28.0", rule("alice@", "100.64.0.2:22"), PolicyMeaning.SOURCE);

    assertThat(textOf(translation))
        .contains("\"dst\": [\"100.64.0.2:22\", \"[fd7a:115c:a1e0::2]:22\"]");
    assertThat(codes(translation)).containsExactly("ACTION POLICY_RULE_REWRITTEN");
  }

  @Test
  void wayleavesMeaningKeepsTheTextAndNamesThePairs() {
    Translation translation =
        office().translate("0.28.0", rule("alice@", "100.64.0.2:22"), PolicyMeaning.WAYLEAVE);

    assertThat(translation).isInstanceOf(Translation.Unchanged.class);
    assertThat(codes(translation)).containsExactly("ACTION POLICY_RULE_DIFFERS");
  }

  @Test
  void whatAnotherRuleAllowsAnywayIsNoDifference() {
    Translation translation =
        office()
            .translate(
                "0.28.0",
                """
                {"acls": [
                  {"action": "accept", "src": ["alice@"], "dst": ["100.64.0.2:22"]},
                  {"action": "accept", "src": ["*"], "dst": ["*:20-30"]},
                ]}
                """);

    assertThat(translation).isEqualTo(new Translation.Unchanged(List.of()));
  }

  @Test
  void hostStandsForTheNodesWithinItUntil028() {
    Translation translation =
        office()
            .translate(
                "0.27.1",
                """
                {"hosts": {"net": "100.64.0.0/24"},
                 "acls": [{"action": "accept", "src": ["alice@"], "dst": ["net:22"]}]}
                """);

    assertThat(blocker(translation).what()).contains("laptop → desk (fd7a:115c:a1e0::2)");
  }

  @Test
  void prefixWithoutTheAddressOfANodeBeforeTheSlashIsThatPrefixAloneSince027() {
    String text = rule("alice@", "100.64.0.0/24:22");

    assertThat(codes(office().translate("0.27.1", text))).isEmpty();
    assertThat(codes(office().translate("0.26.1", text))).containsExactly(DIFFERS);
  }

  @Test
  void ipv6HostWithoutALengthWasAWholeNetworkUntil025() {
    Translation translation =
        office()
            .translate(
                "0.25.1",
                """
                {"hosts": {"desk": "fd7a:115c:a1e0::2"},
                 "acls": [{"action": "accept", "src": ["bob"], "dst": ["desk:22"]}]}
                """);

    assertThat(blocker(translation).what()).contains("desk → laptop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.22.3", "0.25.1"})
  void groupHeldTheTaggedDevicesOfItsMembersUntil025(String release) {
    World world = office().tagged("web", 1, "tag:web");
    String text =
        """
        {"groups": {"group:x": ["alice"]}, "tagOwners": {"tag:web": ["alice"]},
         "acls": [{"action": "accept", "src": ["bob"], "dst": ["group:x:80"]}]}
        """;

    assertThat(blocker(world.translate(release, text)).what()).contains("desk → web on tcp 80");
    Translation kept = world.translate(release, text, PolicyMeaning.SOURCE);
    assertThat(textOf(kept)).contains("\"100.64.0.3:80\"", "\"[fd7a:115c:a1e0::3]:80\"");
    assertThat(levels(kept)).doesNotContain(Level.BLOCKER);
  }

  @Test
  void taggedDeviceIsNoDeviceOfItsUserThereOrHere() {
    World world = office().tagged("web", 1, "tag:web");

    assertThat(levels(world.translate("0.25.1", rule("bob", "alice:80"))))
        .doesNotContain(Level.BLOCKER);
    assertThat(codes(world.translate("0.28.0", rule("bob@", "alice@:80")))).isEmpty();
  }

  @Test
  void everythingAsASourceReachesTheSameOnEveryRelease() {
    World world =
        office().router("gate", 1, "10.20.0.0/16", "8.8.8.0/24").router("exit", 2, "0.0.0.0/0");
    for (String release : List.of("0.16.4", "0.22.3", "0.25.1", "0.26.1", "0.28.0", "0.29.2")) {
      assertThat(levels(world.translate(release, rule("*", "10.20.0.0/16:*")))).isEmpty();
      assertThat(levels(world.translate(release, rule("*", "*:*")))).isEmpty();
    }
  }

  @Test
  void autogroupInternetIsTheSamePublicAddresses() {
    World world = office().router("exit", 2, "0.0.0.0/0", "::/0");
    String text = rule("alice@", "autogroup:internet:*");

    assertThat(codes(world.translate("0.26.1", text))).isEmpty();
    assertThat(codes(world.translate("0.28.0", text))).isEmpty();
    // Before 0.23 the word named nobody.
    assertThat(blocker(world.translate("0.22.3", rule("alice", "autogroup:internet:*"))).what())
        .contains("newly connects", "through exit nodes");
  }

  @Test
  void autogroupThatTheReleaseLacksMeantNobody() {
    Translation translation = office().translate("0.22.3", rule("autogroup:member", "*:*"));
    assertThat(blocker(translation).what()).contains("the rule newly connects (2) laptop → desk");

    Translation kept =
        office().translate("0.22.3", rule("autogroup:member", "*:*"), PolicyMeaning.SOURCE);
    assertThat(textOf(kept)).contains("\"src\": []");
    assertThat(levels(kept)).doesNotContain(Level.BLOCKER);
  }

  @Test
  void wordWithAnAtNamedNobodyIn025() {
    Translation translation = office().translate("0.25.1", rule("alice@", "bob:*"));

    assertThat(blocker(translation).what()).contains("newly connects (1) laptop → desk");
  }

  @Test
  void letterCaseThatHeadscaleTellsApartIsADifference() {
    assertThat(blocker(office().translate("0.29.2", rule("Alice@", "bob@:*"))).what())
        .contains("newly connects (1) laptop → desk");
  }

  @Test
  void selfBesideTagsIsSplitSinceHereItIsRefused() {
    World world = office().device("phone", 1).tagged("web", 1, "tag:web");
    String text =
        """
        {"tagOwners": {"tag:web": ["alice@"]},
         "acls": [
          {"action": "accept", "src": ["tag:web", "alice@"],
           "dst": ["autogroup:self:*", "tag:web:80"]}]}
        """;
    Translation translation = world.translate("0.28.0", text);

    assertThat(textOf(translation).replaceAll("\\s+", " "))
        .contains(
            "\"dst\": [\"tag:web:80\"]}, {\"action\": \"accept\", \"src\": [\"alice@\"],"
                + " \"dst\": [\"autogroup:self:*\"]}");
    assertThat(codes(translation)).containsExactly("INFO POLICY_REWRITTEN");
  }

  @Test
  void selfFromAnAddressIsLostAndTold() {
    World world = office().device("phone", 1);

    assertThat(blocker(world.translate("0.28.0", rule("100.64.0.1", "autogroup:self:*"))).what())
        .contains("no longer connects (1) laptop → phone");
  }

  @Test
  void groupWithAnUnknownMemberMeantNobodyBesideSelfIn027() {
    World world = office().device("phone", 1);
    String text =
        """
        {"groups": {"group:x": ["alice@", "gone@"]},
         "acls": [
          {"action": "accept", "src": ["autogroup:member"], "dst": ["autogroup:self:*"]},
          {"action": "accept", "src": ["group:x"], "dst": ["bob@:*"]}]}
        """;

    assertThat(codes(world.translate("0.27.1", text))).contains(DIFFERS);
    assertThat(codes(world.translate("0.28.0", text))).doesNotContain(DIFFERS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fd7a:115c:a1e0::2:22", "fd7a:115c:a1e0::2/128:22"})
  void ipv6AddressesKeepTheirPorts(String target) {
    Translation translation = office().translate("0.28.0", rule("alice@", target));

    assertThat(blocker(translation).what()).contains("laptop → desk (100.64.0.2) on tcp 22");
  }

  @Test
  void icmpMakesNoDifference() {
    String text =
        """
        {"acls": [{"action": "accept", "proto": "icmp", "src": ["*"], "dst": ["bob@:*"]}]}
        """;

    assertThat(office().translate("0.28.0", text)).isInstanceOf(Translation.Unchanged.class);
    assertThat(codes(office().translate("0.28.0", text))).isEmpty();
  }

  @Test
  void twentyPairsAreNamedAndTheRestCounted() {
    World world = office();
    IntStream.range(0, 40).forEach(i -> world.device("d" + i, 1));

    String what = blocker(world.translate("0.28.0", rule("alice@", "100.64.0.2:22"))).what();
    assertThat(what).contains("no longer connects (41)").contains("; and 21 more");
    assertThat(what.split("→", -1)).hasSize(21);
  }

  private static Finding blocker(Translation translation) {
    List<Finding> found =
        translation.findings().stream().filter(f -> f.level() == Level.BLOCKER).toList();
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().code()).isEqualTo("POLICY_RULE_DIFFERS");
    return found.getFirst();
  }
}
