package dev.wayleave.tailnet.policy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Finding.Level;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Policies of Headscale on small tailnets, release by release.
class HeadscaleTranslationTest {
  private static final String ALLOW_ALL = "\"src\": [\"*\"], \"dst\": [\"*:*\"]";

  private static World people() {
    return new World()
        .user("alice", "alice@example.com", "https://idp.example.com/17")
        .user("bob")
        .device("laptop", 1)
        .device("desk", 2);
  }

  @Test
  void namesOfReleasesBefore026BecomeLoginsAndCommentsStay() {
    String text =
        """
        {
        	// who works here
        	"groups": {"group:eng": ["alice", "bob"]},
        	"tagOwners": {"tag:web": ["alice"]}, // hers
        	"autoApprovers": {"routes": {"10.0.0.0/8": ["bob"]}, "exitNode": ["alice"]},
        	"acls": [
        		{"action": "accept", "src": ["alice", "group:eng"], "dst": ["bob:22,80", "*:443"]},
        	],
        }
        """;
    Translation translation = people().translate("0.25.1", text);

    assertThat(textOf(translation))
        .isEqualTo(
            text.replace("\"alice\"", "\"alice@\"")
                .replace("\"bob\"", "\"bob@\"")
                .replace("bob:22", "bob@:22"));
    assertThat(codes(translation)).containsExactly("INFO POLICY_REWRITTEN");
  }

  @Test
  void policyThatMeansTheSameIsLeftAlone() {
    String text =
        "{\"acls\": [{\"action\": \"accept\", \"src\": [\"alice@\"], \"dst\": [\"bob@:*\"]}]}";

    assertThat(people().translate("0.29.2", text)).isEqualTo(new Translation.Unchanged(List.of()));
  }

  @ParameterizedTest
  @CsvSource({"0.24.0, https://idp.example.com/17", "0.29.2, https://idp.example.com/17@"})
  void providerIdentifierBecomesTheUsersName(String release, String identifier) {
    Translation translation =
        people()
            .translate(
                release,
                "{\"acls\": [{\"action\": \"accept\", \"src\": [\"%s\"], \"dst\": [\"*:*\"]}]}"
                    .formatted(identifier));

    assertThat(textOf(translation)).contains("\"src\": [\"alice@\"]");
    assertThat(codes(translation)).containsExactly("INFO POLICY_REWRITTEN");
  }

  @Test
  void emailThatNamesOneUserOnlyIsTakenWhereTheNameIsOfTwo() {
    World world =
        new World()
            .user("erin", "", "")
            .user("erin", "erin@example.com", "https://idp.example.com/9")
            .device("phone", 2)
            .device("pc", 1);
    Translation translation = world.translate("0.25.0", rule("https://idp.example.com/9", "*:*"));

    assertThat(textOf(translation)).contains("\"src\": [\"erin@example.com\"]");
    assertThat(codes(translation)).containsExactly("INFO POLICY_REWRITTEN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.25.1", "0.28.0", "0.29.2"})
  void nameOfTwoUsersIsNobodyThereAndHere(String release) {
    World world = new World().user("erin").user("erin", "erin@example.com", "x").device("pc", 1);
    String word = release.equals("0.25.1") ? "erin" : "erin@";
    Translation translation = world.translate(release, rule(word, "*:*"));

    assertThat(codes(translation)).contains("INFO POLICY_USER_UNKNOWN");
    assertThat(levels(translation)).doesNotContain(Level.BLOCKER);
  }

  @Test
  void membersOfGroupsAreNormalisedAsUserNamesOnceWere() {
    World world = new World().user("jane.doe").user("bob").device("a", 1).device("b", 2);
    Translation translation =
        world.translate(
            "0.22.3",
            """
            {"groups": {"group:x": ["Jane.Doe@example.com"]},
             "acls": [{"action": "accept", "src": ["group:x"], "dst": ["bob:*"]}]}
            """);

    assertThat(textOf(translation)).contains("\"group:x\": [\"jane.doe@\"]");
    assertThat(levels(translation)).doesNotContain(Level.BLOCKER);
  }

  @Test
  void unknownMemberOfAGroupStaysAndIsTold() {
    Translation translation =
        people()
            .translate(
                "0.25.1",
                """
                {"groups": {"group:x": ["alice", "carol"]},
                 "acls": [{"action": "accept", "src": ["group:x"], "dst": ["bob:*"]}]}
                """);

    assertThat(textOf(translation)).contains("[\"alice@\", \"carol@\"]");
    assertThat(codes(translation))
        .containsExactly("INFO POLICY_USER_UNKNOWN", "INFO POLICY_REWRITTEN");
  }

  @Test
  void oldKeysOfRulesAreRead() {
    Translation translation =
        people()
            .translate(
                "0.15.0",
                """
                {"ACLs": [{"Action": "accept", "Users": ["alice"], "Ports": ["bob:22"]}]}
                """);

    assertThat(textOf(translation)).contains("\"Users\": [\"alice@\"], \"Ports\": [\"bob@:22\"]");
    assertThat(levels(translation)).doesNotContain(Level.BLOCKER);
  }

  @Test
  void absentAndEmptyPoliciesBecomeARuleForEverything() {
    for (String text : new String[] {null, "", " \n"}) {
      Translation translation = people().translate("0.29.2", text);

      assertThat(textOf(translation)).contains(ALLOW_ALL).contains("// There was no policy");
      assertThat(codes(translation)).containsExactly("INFO POLICY_WRITTEN_OUT");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.15.0, allow",
    "0.27.1, allow",
    "0.28.0, allow",
    "0.29.2, allow",
    "0.26.1, deny",
  })
  void policyWithoutRulesIsWrittenOutAsItsReleaseTookIt(String release, String meaning) {
    Translation translation = people().translate(release, "{\n\t// nothing yet\n}\n");

    assertThat(textOf(translation)).contains("// nothing yet");
    if (meaning.equals("allow")) {
      assertThat(textOf(translation)).contains(ALLOW_ALL);
    } else {
      assertThat(textOf(translation)).contains("\"acls\": [").doesNotContain("accept");
    }
    assertThat(codes(translation)).containsExactly("INFO POLICY_WRITTEN_OUT");
  }

  @ParameterizedTest
  @CsvSource({"0.23.0, deny", "0.25.1, deny", "0.15.0, deny", "0.28.0, allow"})
  void groupsWithoutRulesDenyEverythingUntil026(String release, String meaning) {
    Translation translation =
        people().translate(release, "{\"groups\": {\"group:x\": [\"alice@\"]}}");

    assertThat(textOf(translation).contains(ALLOW_ALL)).isEqualTo(meaning.equals("allow"));
  }

  @Test
  void emptyListOfRulesDeniesEverythingAndIsLeftAlone() {
    assertThat(people().translate("0.29.2", "{\"acls\": []}"))
        .isEqualTo(new Translation.Unchanged(List.of()));
  }

  @Test
  void policyWithWhichTheReleaseDoesNotStartAsksForAMeaning() {
    assertThat(codes(people().translate("0.25.1", "{}"))).containsExactly("BLOCKER POLICY_EMPTY");
    assertThat(textOf(people().translate("0.25.1", "{}", PolicyMeaning.WAYLEAVE)))
        .contains(ALLOW_ALL);
    assertThat(textOf(people().translate("0.25.1", "{}", PolicyMeaning.SOURCE)))
        .contains("acls")
        .doesNotContain("accept");
  }

  @Test
  void sectionThatTheReleaseSkippedIsTakenOut() {
    String text =
        """
        {
        	"acls": [],
        	// Not read by 0.25.
        	"grants": [{"src": ["*"], "dst": ["*"], "ip": ["*"]}],
        	"color": "red",
        }
        """;
    Translation translation = people().translate("0.25.1", text);

    assertThat(textOf(translation)).isEqualTo("{\n\t\"acls\": [],\n}\n");
    assertThat(codes(translation))
        .containsExactly("ACTION POLICY_SECTION_SKIPPED", "INFO POLICY_NAME_SKIPPED");
    assertThat(codes(people().translate("0.25.1", text, PolicyMeaning.WAYLEAVE)))
        .contains("ACTION POLICY_SECTION_SKIPPED");
  }

  @Test
  void faultThatNothingCanRewriteForbidsGoingOn() {
    Translation translation =
        people().translate("0.29.2", "{\n\"acls\": [{\"action\": \"deny\"}]}");

    assertThat(translation).isInstanceOf(Translation.Refused.class);
    assertThat(translation.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Level.BLOCKER);
          assertThat(finding.object()).isEqualTo("policy 1, line 2");
          assertThat(finding.what()).contains("action=\"deny\" is not supported");
        });
  }

  @Test
  void tagWithoutAnOwnerIsDefined() {
    World world = people().tagged("web", 1, "tag:web");
    Translation translation = world.translate("0.25.1", rule("alice", "tag:web:80"));

    assertThat(textOf(translation)).contains("\"tag:web\": []");
    assertThat(codes(translation)).contains("INFO POLICY_TAG_DEFINED");
    assertThat(levels(translation)).doesNotContain(Level.BLOCKER);
  }

  static String rule(String source, String target) {
    return "{\"acls\": [{\"action\": \"accept\", \"src\": [\"%s\"], \"dst\": [\"%s\"]}]}"
        .formatted(source, target);
  }

  static String textOf(Translation translation) {
    assertThat(translation).isInstanceOf(Translation.Rewritten.class);
    return ((Translation.Rewritten) translation).text();
  }

  static List<String> codes(Translation translation) {
    return translation.findings().stream().map(f -> f.level() + " " + f.code()).toList();
  }

  static List<Level> levels(Translation translation) {
    return translation.findings().stream().map(Finding::level).toList();
  }
}
