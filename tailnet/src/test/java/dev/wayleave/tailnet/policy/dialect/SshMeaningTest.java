package dev.wayleave.tailnet.policy.dialect;

import static dev.wayleave.tailnet.policy.dialect.HeadscaleTranslationTest.codes;
import static dev.wayleave.tailnet.policy.dialect.HeadscaleTranslationTest.levels;
import static dev.wayleave.tailnet.policy.dialect.HeadscaleTranslationTest.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Finding.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// SSH rules of Headscale, which older releases read otherwise.
class SshMeaningTest {
  private static final String DIFFERS = "BLOCKER POLICY_SSH_DIFFERS";

  private static World servers() {
    return new World()
        .user("alice")
        .user("bob")
        .device("laptop", 1)
        .device("desk", 2)
        .tagged("web", 2, "tag:web");
  }

  private static String ssh(String action, String source, String target, String user) {
    return """
    {"tagOwners": {"tag:web": []}, "acls": [],
     "ssh": [{"action": "%s", "src": ["%s"], "dst": ["%s"], "users": ["%s"]}]}
    """
        .formatted(action, source, target, user);
  }

  @ParameterizedTest
  @CsvSource({"0.28.0, true", "0.29.2, false"})
  void checkOnlyBoundedTheSessionBefore029(String release, boolean differs) {
    Translation translation =
        servers().translate(release, ssh("check", "alice@", "tag:web", "root"));

    assertThat(codes(translation).contains(DIFFERS)).isEqualTo(differs);
  }

  @Test
  void sourcesMeaningOfCheckIsAccept() {
    Translation translation =
        servers()
            .translate("0.28.0", ssh("check", "alice@", "tag:web", "root"), PolicyMeaning.SOURCE);

    assertThat(textOf(translation)).contains("\"action\": \"accept\"");
    assertThat(levels(translation)).doesNotContain(Level.BLOCKER);
  }

  @ParameterizedTest
  @CsvSource({"0.26.1, true", "0.27.1, false"})
  void nonrootWasAUserOfThatNameBefore027(String release, boolean differs) {
    Translation translation =
        servers().translate(release, ssh("accept", "alice@", "tag:web", "autogroup:nonroot"));

    assertThat(codes(translation).contains(DIFFERS)).isEqualTo(differs);
    Translation kept =
        servers()
            .translate(
                release,
                ssh("accept", "alice@", "tag:web", "autogroup:nonroot"),
                PolicyMeaning.SOURCE);
    assertThat(levels(kept)).doesNotContain(Level.BLOCKER);
  }

  @Test
  void rulesOf022AreInForceOnlyHere() {
    String text = ssh("accept", "alice", "tag:web", "root");

    assertThat(codes(servers().translate("0.22.3", text))).contains(DIFFERS);
    Translation kept = servers().translate("0.22.3", text, PolicyMeaning.SOURCE);
    assertThat(textOf(kept)).doesNotContain("ssh");
    assertThat(levels(kept)).doesNotContain(Level.BLOCKER);
  }

  @Test
  void everythingIsWrittenAsBothKindsOfDevices() {
    Translation translation = servers().translate("0.27.1", ssh("accept", "*", "tag:web", "root"));

    assertThat(textOf(translation))
        .contains("\"src\": [\"autogroup:member\", \"autogroup:tagged\"]");
    assertThat(levels(translation)).doesNotContain(Level.BLOCKER);
  }

  @Test
  void everyDeviceAsADestinationCannotBeWritten() {
    Translation translation = servers().translate("0.27.1", ssh("accept", "*", "*", "root"));

    assertThat(levels(translation)).contains(Level.BLOCKER);
  }
}
