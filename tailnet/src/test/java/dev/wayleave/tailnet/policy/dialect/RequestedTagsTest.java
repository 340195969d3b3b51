package dev.wayleave.tailnet.policy.dialect;

import static dev.wayleave.tailnet.policy.dialect.HeadscaleTranslationTest.codes;
import static dev.wayleave.tailnet.policy.dialect.HeadscaleTranslationTest.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.dialect.RequestedTags.Request;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nodes that have tags because they ask for them, and nodes that nobody owns.
class RequestedTagsTest {
  private static final String OWNED =
      """
      {"tagOwners": {"tag:web": ["alice@"]},
       "acls": [{"action": "accept", "src": ["bob@"], "dst": ["tag:web:80"]}]}
      """;

  private static World office() {
    return new World().user("alice").user("bob").device("laptop", 1).device("desk", 2);
  }

  @Test
  void nodeGetsTheTagThatThePolicyLetsItHave() {
    List<Request> requests = requests(office().asking("web", 1, "tag:web"), "0.27.1", OWNED);

    assertThat(requests).hasSize(1);
    assertThat(requests.getFirst().tags()).containsExactly(new TagName("tag:web"));
    assertThat(requests.getFirst().refused()).isEmpty();
    assertThat(requests.getFirst().granted().owner())
        .isEqualTo(new Owner.OfTags(Set.of(new TagName("tag:web")), new UserId(1)));
  }

  @Test
  void tagThatThePolicyDoesNotGrantIsRefused() {
    for (String text : List.of(OWNED, "{\"acls\": []}")) {
      List<Request> requests = requests(office().asking("web", 2, "tag:web"), "0.27.1", text);
      assertThat(requests).hasSize(1);
      assertThat(requests.getFirst().isGranted()).isFalse();
      assertThat(requests.getFirst().refused()).containsExactly("tag:web");
    }
  }

  @Test
  void groupOfTheUserMayOwnTheTag() {
    String text =
        """
        {"groups": {"group:x": ["alice"]}, "tagOwners": {"tag:web": ["group:x"]}, "acls": []}
        """;
    assertThat(requests(office().asking("web", 1, "tag:web"), "0.25.1", text).getFirst().tags())
        .containsExactly(new TagName("tag:web"));
  }

  @Test
  void from028OnTheNodesOwnTagsAreAll() {
    assertThat(requests(office().asking("web", 1, "tag:web"), "0.28.0", OWNED)).isEmpty();
  }

  @Test
  void policyThatCannotBeReadGivesNothing() {
    assertThat(requests(office().asking("web", 1, "tag:web"), "0.27.1", "{")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.22.3", "0.25.1", "0.27.1"})
  void ruleForATagThatADeviceAsksForMeansTheSameHere(String release) {
    String text = release.equals("0.27.1") ? OWNED : OWNED.replace("@", "");

    assertThat(codes(office().asking("web", 1, "tag:web").translate(release, text)))
        .doesNotContain("BLOCKER POLICY_RULE_DIFFERS", "ACTION POLICY_NODES_TAGGED");
  }

  @Test
  void deviceThatCountedForItsUserTooIsNamed() {
    String text =
        """
        {"tagOwners": {"tag:web": ["alice@"]},
         "acls": [{"action": "accept", "src": ["bob@"], "dst": ["alice@:80"]}]}
        """;
    World world = office().asking("web", 1, "tag:web");
    Translation translation = world.translate("0.27.1", text);

    assertThat(codes(translation)).containsExactly("ACTION POLICY_NODES_TAGGED");
    assertThat(translation.findings().getFirst().what())
        .contains("no longer connects (1) desk → web on tcp 80");
    Translation kept = world.translate("0.27.1", text, PolicyMeaning.SOURCE);
    assertThat(codes(kept)).containsExactly("ACTION POLICY_RULE_REWRITTEN");
  }

  /// Until 0.25 a device counts for nobody once it asks for a tag of the policy.
  @Test
  void tagThatIsNotGrantedMakesADifferenceUntil025() {
    String text =
        """
        {"tagOwners": {"tag:web": ["alice"]},
         "acls": [{"action": "accept", "src": ["alice"], "dst": ["bob:80"]}]}
        """;
    Translation translation = office().asking("web", 2, "tag:web").translate("0.25.1", text);

    assertThat(blocker(translation).what()).contains("newly connects (1) laptop → web");
  }

  @Test
  void nodeThatNobodyOwnsIsADifferenceOnceItHasConnected() {
    String text = rule("autogroup:member", "bob@:80");

    assertThat(blocker(office().ownerless("stray", true).translate("0.27.1", text)).what())
        .contains("no longer connects (1) stray → desk");
    assertThat(codes(office().ownerless("stray", false).translate("0.27.1", text))).isEmpty();
  }

  private static List<Request> requests(World world, String release, String text) {
    return RequestedTags.of(
        PolicyEngine.ofRelease(release).orElseThrow(), world.inventory(), true, text);
  }

  private static Finding blocker(Translation translation) {
    List<Finding> found =
        translation.findings().stream()
            .filter(finding -> finding.level() == Finding.Level.BLOCKER)
            .toList();
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().code()).isEqualTo("POLICY_RULE_DIFFERS");
    return found.getFirst();
  }
}
