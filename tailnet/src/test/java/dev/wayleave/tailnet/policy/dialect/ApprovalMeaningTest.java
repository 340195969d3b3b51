package dev.wayleave.tailnet.policy.dialect;

import static dev.wayleave.tailnet.policy.dialect.HeadscaleTranslationTest.codes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Routes that `autoApprovers` approves on one side alone.
class ApprovalMeaningTest {
  private static final String BLOCKER = "BLOCKER POLICY_APPROVAL_DIFFERS";

  private static World office() {
    return new World().user("alice").user("bob");
  }

  private static String approvers(String word) {
    return """
    {"groups": {"group:x": ["alice@"]}, "tagOwners": {"tag:web": ["alice@"]},
     "autoApprovers": {"routes": {"10.0.0.0/8": ["%s"]}, "exitNode": ["%s"]},
     "acls": [{"action": "accept", "src": ["*"], "dst": ["*:*"]}]}
    """
        .formatted(word, word);
  }

  @Test
  void sameApproversApproveTheSameOnEitherSide() {
    World world =
        office()
            .taggedRouter("gate", 1, "tag:web", "10.20.0.0/16", "0.0.0.0/0", "192.168.0.0/24")
            .router("home", 1, "10.0.0.0/8", "::/0");
    for (String word : new String[] {"tag:web", "alice@", "group:x", "bob@"}) {
      for (String release : new String[] {"0.26.1", "0.27.1", "0.28.0", "0.29.2"}) {
        assertThat(codes(world.translate(release, approvers(word)))).as(release).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0.22.3, true", "0.25.1, true", "0.26.1, false", "0.29.2, false"})
  void nameOfAUserApprovedForTaggedNodesUntil025(String release, boolean differs) {
    boolean old = release.compareTo("0.26") < 0;
    World world = office().taggedRouter("gate", 1, "tag:web", "10.20.0.0/16", "0.0.0.0/0");
    String text = approvers("alice@");
    Translation translation = world.translate(release, old ? text.replace("@", "") : text);

    assertThat(codes(translation).contains(BLOCKER)).isEqualTo(differs);
    if (differs) {
      Finding finding = finding(translation);
      assertThat(finding.object()).isEqualTo("policy 1, line 2 (autoApprovers)");
      assertThat(finding.what())
          .contains(
              "routes are no longer approved without an administrator: (2) gate with 0.0.0.0/0,"
                  + " gate with 10.20.0.0/16");
    }
  }

  @Test
  void groupApprovedForTheTaggedNodesOfItsMembersUntil025() {
    World world = office().taggedRouter("gate", 1, "tag:web", "10.20.0.0/16");
    String text = approvers("group:x").replace("@", "");

    assertThat(codes(world.translate("0.25.1", text))).contains(BLOCKER);
    assertThat(codes(world.translate("0.25.1", text, PolicyMeaning.SOURCE))).contains(BLOCKER);
    assertThat(codes(world.translate("0.25.1", text, PolicyMeaning.WAYLEAVE)))
        .contains("ACTION POLICY_APPROVAL_DIFFERS")
        .doesNotContain(BLOCKER);
  }

  @Test
  void letterCaseThatHeadscaleTellsApartIsADifference() {
    World world = office().router("home", 1, "10.0.0.0/8");

    assertThat(finding(world.translate("0.29.2", approvers("Alice@"))).what())
        .contains("newly approved without an administrator: (1) home with 10.0.0.0/8");
  }

  @Test
  void prefixOfAllAddressesApprovesNoExitRouteOnEitherSide() {
    World world = office().taggedRouter("gate", 1, "tag:web", "0.0.0.0/0", "::/0", "10.0.0.0/8");
    String text =
        """
        {"tagOwners": {"tag:web": []},
         "autoApprovers": {"routes": {"0.0.0.0/0": ["tag:web"]}}, "acls": []}
        """;

    assertThat(codes(world.translate("0.28.0", text))).isEmpty();
  }

  private static Finding finding(Translation translation) {
    return translation.findings().stream()
        .filter(finding -> finding.code().equals("POLICY_APPROVAL_DIFFERS"))
        .findFirst()
        .orElseThrow();
  }
}
