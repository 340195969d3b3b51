package dev.wayleave.tailnet.policy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.policy.dialect.HeadscaleExport.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Policies on their way back to Headscale.
class HeadscaleExportTest {
  private static World office() {
    return new World()
        .user("alice")
        .user("bob", "bob@example.com", "https://idp.example.com/7")
        .device("laptop", 1)
        .device("desk", 2)
        .tagged("web", 2, "tag:web");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.26", "0.27", "0.28", "0.29", "0.30-dev"})
  void noPolicyStaysNone(String release) {
    Outcome outcome = export(release, office());

    assertThat(outcome.text()).isEmpty();
    assertThat(codes(outcome)).containsExactly("INFO POLICY_ABSENT");
  }

  @Test
  void uneditedPolicyGoesBackByteForByteToTheLanguageItCameIn() {
    PolicyVersion original = new PolicyVersion("7", "{/* mine */}", true, "database", null);
    PolicyVersion rewritten =
        Originals.rewritten(Optional.of(original), acl("*", "*:*"), PolicyEngine.V0_26);

    Outcome outcome = export("0.26", office(), Originals.kept(original), rewritten);

    assertThat(outcome).isEqualTo(new Outcome.Kept(Originals.kept(original), List.of()));
  }

  @Test
  void originalOfAnotherReleaseGoesBackWhereItMeansTheSame() {
    PolicyVersion original =
        new PolicyVersion("7", "// mine\n" + acl("alice@", "bob@:22"), true, "database", null);
    PolicyVersion rewritten =
        Originals.rewritten(
            Optional.of(original), acl("alice@", "bob@example.com:22"), PolicyEngine.V0_27);

    Outcome outcome = export("0.29", office(), Originals.kept(original), rewritten);

    assertThat(outcome).isEqualTo(new Outcome.Kept(Originals.kept(original), List.of()));
  }

  @Test
  void originalOfAnotherReleaseDoesNotGoBackWhereItMeansSomethingElse() {
    // A policy without rules denies everything in 0.26 alone.
    PolicyVersion original = new PolicyVersion("7", "{}", true, "database", null);
    PolicyVersion rewritten =
        Originals.rewritten(Optional.of(original), "{\"acls\": []}", PolicyEngine.V0_26);

    Outcome outcome = export("0.29", office(), Originals.kept(original), rewritten);

    assertThat(outcome).isEqualTo(new Outcome.Kept(rewritten, List.of()));
  }

  @ParameterizedTest
  @CsvSource({"0.26", "0.27", "0.28", "0.29", "0.30-dev"})
  void textOfWordsThatAllKnowGoesAsItIs(String release) {
    PolicyVersion version =
        edited(
            """
            // comments and trailing commas stay
            {
              "groups": {"group:eng": ["alice@", "bob@example.com"]},
              "tagOwners": {"tag:web": ["group:eng"]},
              "acls": [{"action": "accept", "src": ["group:eng"], "dst": ["tag:web:80,443"]},],
            }
            """);

    assertThat(export(release, office(), version)).isEqualTo(new Outcome.Kept(version, List.of()));
  }

  @Test
  void grantsAreWrittenAsAclsBefore029() {
    PolicyVersion version =
        edited(
            """
            {"tagOwners": {"tag:web": []},
             "grants": [{"src": ["alice@"], "dst": ["tag:web"], "ip": ["tcp:443", "80", "8080"]}]}
            """);

    Outcome outcome = export("0.28", office(), version);

    assertThat(text(outcome))
        .containsPattern("\"proto\": +\"tcp\"")
        .containsPattern("\"dst\": +\\[\"tag:web:443\"]")
        .contains("\"dst\": [\"tag:web:80,8080\"]")
        .doesNotContain("grants");
    assertThat(codes(outcome)).containsOnly("INFO POLICY_REWRITTEN");
    assertThat(export("0.29", office(), version)).isInstanceOf(Outcome.Kept.class);
  }

  @Test
  void grantsThatNothingIsLeftOfLeaveDenyingEverything() {
    Outcome outcome =
        export(
            "0.28",
            office(),
            edited(
                """
                {"grants": [{"src": ["*"], "dst": ["*"],
                  "app": {"example.com/cap/x": [{}]}}]}
                """));

    assertThat(text(outcome)).contains("\"acls\": []").doesNotContain("grants");
    assertThat(codes(outcome)).contains("LOSSY POLICY_CAPABILITY_LOST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.26", "0.28", "0.29"})
  void ruleWithAPostureForbidsGoingOnAndIsNotWritten(String release) {
    Outcome outcome =
        export(
            release,
            office(),
            edited(
                """
                {"postures": {"posture:mac": ["node:os == 'macos'"]},
                 "acls": [
                   {"action": "accept", "src": ["alice@"], "dst": ["*:22"],
                    "srcPosture": ["posture:mac"]},
                   {"action": "accept", "src": ["alice@"], "dst": ["bob@example.com:80"]},
                 ]}
                """));

    assertThat(codes(outcome))
        .contains("BLOCKER POLICY_CONDITION_LOST", "LOSSY POLICY_SECTION_LOST");
    Finding lost = finding(outcome, "POLICY_CONDITION_LOST");
    assertThat(lost.object()).contains("line 3, column 4 (acls[0])");
    assertThat(lost.remedy()).contains("without its condition");
    assertThat(text(outcome)).doesNotContain("posture").contains("bob@example.com:80");
  }

  @Test
  void postureOfAllRulesForbidsGoingOnForEach() {
    Outcome outcome =
        export(
            "0.29",
            office(),
            edited(
                """
                {"postures": {"posture:mac": ["node:os == 'macos'"]},
                 "defaultSrcPosture": ["posture:mac"],
                 "acls": [{"action": "accept", "src": ["alice@"], "dst": ["*:22"]}]}
                """));

    assertThat(codes(outcome)).contains("BLOCKER POLICY_CONDITION_LOST");
    assertThat(text(outcome)).doesNotContain("accept");
  }

  @ParameterizedTest
  @CsvSource({
    "user:*@passkey, *:22",
    "autogroup:admin, *:22",
    "alice@, svc:db:5432",
    "alice@, ipset:lan:22",
    "alice@, 100.64.0.1-100.64.0.3:22"
  })
  void ruleOfUnknownWordsIsLostAndNothingElse(String source, String target) {
    Outcome outcome =
        export(
            "0.29",
            office(),
            edited(
                """
                {"ipsets": {"ipset:lan": ["10.0.0.0/24"]},
                 "acls": [{"action": "accept", "src": ["%s"], "dst": ["%s"]},
                          {"action": "accept", "src": ["alice@"], "dst": ["bob@example.com:80"]}]}
                """
                    .formatted(source, target)));

    assertThat(codes(outcome))
        .contains("LOSSY POLICY_RULE_LOST")
        .noneMatch(code -> code.startsWith("BLOCKER"));
    assertThat(text(outcome))
        .doesNotContain("22")
        .doesNotContain("5432")
        .contains("@example.com:80");
  }

  /// 0.26.1 itself says of both: `autogroup "…" is not supported in headscale`, and reads no policy
  /// that holds them; 0.27.1 takes them.
  @ParameterizedTest
  @ValueSource(strings = {"autogroup:member", "autogroup:tagged"})
  void ruleOfMembersOrTaggedDevicesAloneIsLostIn026(String source) {
    String both =
        """
        {"acls": [{"action": "accept", "src": ["%s"], "dst": ["*:22"]},
                  {"action": "accept", "src": ["alice@"], "dst": ["bob@example.com:80"]}]}
        """
            .formatted(source);
    Outcome lost = export("0.26", office(), edited(both));
    assertThat(codes(lost))
        .contains("LOSSY POLICY_RULE_LOST")
        .noneMatch(code -> code.startsWith("BLOCKER"));
    assertThat(text(lost)).doesNotContain(source).contains("@example.com:80");

    Outcome kept = export("0.27", office(), edited(both));
    assertThat(codes(kept)).doesNotContain("LOSSY POLICY_RULE_LOST");
    assertThat(text(kept)).contains(source);
  }

  @Test
  void unknownWordAmongOthersIsLostAlone() {
    Outcome outcome =
        export("0.29", office(), edited(acl("alice@\", \"autogroup:it-admin", "*:22")));

    assertThat(text(outcome)).contains("\"src\": [\"alice@\"]");
    assertThat(finding(outcome, "POLICY_WORD_LOST").what()).contains("autogroup:it-admin");
  }

  @Test
  void userIsSpelledAsTheTargetKnowsThem() {
    World world =
        new World()
            .user("bob")
            .user("", "bob", "")
            .device("desk", 1)
            .user("carol", "carol@example.com", "https://idp.example.com/9")
            .device("pad", 3);
    PolicyVersion version = edited(acl("carol@example.com", "*:22"));

    assertThat(text(export("0.28", world, version))).contains("carol@example.com");
  }

  @Test
  void addressThatStandsForItsNodeIn028ForbidsGoingOn() {
    Outcome outcome = export("0.28", office(), edited(acl("alice@", "100.64.0.2:22")));

    Finding wider = finding(outcome, "POLICY_RULE_WIDER");
    assertThat(wider.level()).isEqualTo(Finding.Level.BLOCKER);
    assertThat(wider.what())
        .isEqualTo(
            "In Headscale 0.28 the rule would newly connect (1) laptop → desk"
                + " (fd7a:115c:a1e0::2) on tcp 22, udp 22.");
    assertThat(codes(export("0.29", office(), edited(acl("alice@", "100.64.0.2:22"))))).isEmpty();
  }

  @Test
  void textThatCameFromHeadscaleAndIsUneditedMayMeanWhatItMeantThere() {
    PolicyVersion version =
        new PolicyVersion("3", acl("alice@", "100.64.0.2:22"), true, "database", null);

    assertThat(codes(export("0.28", office(), version)))
        .containsExactly("ACTION POLICY_RULE_WIDER");
  }

  @Test
  void checkOfSshForbidsGoingOnBefore029() {
    PolicyVersion version =
        edited(
            """
            {"tagOwners": {"tag:web": []}, "acls": [], "ssh": [
              {"action": "check", "src": ["alice@"], "dst": ["tag:web"], "users": ["root"]}]}
            """);

    assertThat(codes(export("0.28", office(), version)))
        .containsExactly("BLOCKER POLICY_RULE_WIDER");
    assertThat(export("0.29", office(), version)).isEqualTo(new Outcome.Kept(version, List.of()));
  }

  @Test
  void recordedSessionsForbidGoingOn() {
    Outcome outcome =
        export(
            "0.29",
            office(),
            edited(
                """
                {"tagOwners": {"tag:web": [], "tag:rec": []}, "acls": [], "ssh": [
                  {"action": "accept", "src": ["alice@"], "dst": ["tag:web"], "users": ["root"],
                   "recorder": ["tag:rec"], "enforceRecorder": true}]}
                """));

    assertThat(codes(outcome)).contains("BLOCKER POLICY_CONDITION_LOST");
    assertThat(text(outcome)).doesNotContain("root");
  }

  @Test
  void sshRuleAfterOneThatIsLostIsHeldAgainstItself() {
    Outcome outcome =
        export(
            "0.29",
            office(),
            edited(
                """
                {"tagOwners": {"tag:web": []}, "acls": [], "ssh": [
                  {"action": "accept", "src": ["autogroup:admin"], "dst": ["tag:web"],
                   "users": ["root"]},
                  {"action": "accept", "src": ["alice@"], "dst": ["tag:web"], "users": ["ubuntu"]}]}
                """));

    assertThat(codes(outcome)).containsExactly("LOSSY POLICY_RULE_LOST", "INFO POLICY_REWRITTEN");
    assertThat(text(outcome)).contains("ubuntu").doesNotContain("root");
  }

  @Test
  void policyWithoutRulesIsWrittenOutFor026Alone() {
    PolicyVersion version = edited("{\"groups\": {\"group:eng\": [\"alice@\"]}}");

    assertThat(text(export("0.26", office(), version))).contains("\"src\": [\"*\"]");
    assertThat(export("0.27", office(), version)).isEqualTo(new Outcome.Kept(version, List.of()));
  }

  @Test
  void sectionsOfLaterReleasesAreLostOneByOne() {
    PolicyVersion version =
        edited(
            """
            {
              "acls": [{"action": "accept", "src": ["*"], "dst": ["*:*"]}],
              "nodeAttrs": [{"target": ["*"], "attr": ["magicdns-aaaa"]}],
              "tests": [{"src": "alice@", "accept": ["bob@example.com:22"]}],
              "randomizeClientPort": true,
              "disableIPv4": true,
            }
            """);

    assertThat(codes(export("0.28", office(), version)))
        .containsExactlyInAnyOrder(
            "LOSSY POLICY_ATTRIBUTE_LOST",
            "LOSSY POLICY_TESTS_LOST",
            "ACTION POLICY_OPTION_IN_CONFIG",
            "LOSSY POLICY_SECTION_LOST",
            "INFO POLICY_REWRITTEN");
    assertThat(codes(export("0.29", office(), version)))
        .containsExactlyInAnyOrder("LOSSY POLICY_SECTION_LOST", "INFO POLICY_REWRITTEN");
  }

  @Test
  void addressPoolsAndFunnelAreGivenByNoRelease() {
    Outcome outcome =
        export(
            "0.29",
            office(),
            edited(
                """
                {"nodeAttrs": [
                  {"target": ["*"], "attr": ["funnel", "magicdns-aaaa"]},
                  {"target": ["alice@"], "ipPool": ["100.81.0.0/16"]}]}
                """));

    assertThat(text(outcome))
        .contains("magicdns-aaaa")
        .doesNotContain("funnel")
        .doesNotContain("ipPool");
    assertThat(codes(outcome))
        .containsExactly(
            "LOSSY POLICY_ATTRIBUTE_LOST", "LOSSY POLICY_ATTRIBUTE_LOST", "INFO POLICY_REWRITTEN");
  }

  @Test
  void bracketsAreTakenOffBefore029() {
    Outcome outcome = export("0.27", office(), edited(acl("alice@", "[fd00::1]:22")));

    assertThat(text(outcome)).contains("\"fd00::1:22\"");
    assertThat(codes(outcome)).containsExactly("INFO POLICY_REWRITTEN");
  }

  @Test
  void tagsOwnTagsSince028() {
    PolicyVersion version =
        edited(
            """
            {"tagOwners": {"tag:web": ["tag:ops"], "tag:ops": ["alice@"]}, "acls": []}
            """);

    assertThat(codes(export("0.27", office(), version))).contains("LOSSY POLICY_WORD_LOST");
    assertThat(export("0.28", office(), version)).isEqualTo(new Outcome.Kept(version, List.of()));
  }

  @Test
  void policyThatCannotBeReadForbidsGoingOn() {
    assertThat(codes(export("0.29", office(), edited("{\"acls\": 7"))))
        .containsExactly("BLOCKER POLICY_INVALID");
    assertThat(codes(export("0.29", office(), edited("{\"acls\": 7}"))))
        .containsExactly("BLOCKER POLICY_INVALID");
  }

  private static String acl(String source, String target) {
    return "{\"acls\": [{\"action\": \"accept\", \"src\": [\"%s\"], \"dst\": [\"%s\"]}]}"
        .formatted(source, target);
  }

  private static PolicyVersion edited(String text) {
    return new PolicyVersion("9", text, true, "api", null);
  }

  private static Outcome export(String release, World world, PolicyVersion... versions) {
    Inventory.Builder inventory =
        Inventory.builder(new SourceInfo("wayleave", "0.1", "postgresql"));
    world.inventory().entities().forEach(inventory::add);
    List.of(versions).forEach(inventory::add);
    return new HeadscaleExport(PolicyEngine.ofRelease(release).orElseThrow(), inventory.build())
        .export();
  }

  private static String text(Outcome outcome) {
    return outcome.text().orElseThrow();
  }

  private static List<String> codes(Outcome outcome) {
    return outcome.findings().stream().map(one -> one.level() + " " + one.code()).toList();
  }

  private static Finding finding(Outcome outcome, String code) {
    return outcome.findings().stream()
        .filter(one -> one.code().equals(code))
        .findFirst()
        .orElseThrow(() -> new AssertionError(code + " is not among " + outcome.findings()));
  }
}
