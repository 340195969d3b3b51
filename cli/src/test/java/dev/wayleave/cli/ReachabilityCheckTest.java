package dev.wayleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.testkit.hosted.HostedApi;
import dev.wayleave.testkit.hosted.HostedSample;
import dev.wayleave.testkit.hosted.HostedTokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a tailnet of the hosted plane lets through is held against what its target would let
/// through: equal means equal, and every pair that differs is named.
class ReachabilityCheckTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONDITION = ", \"srcPosture\": [\"posture:managed\"]";

  @TempDir Path folder;
  private Path policy = Path.of("");
  private CommandRun command;

  @BeforeEach
  void copy() throws Exception {
    Path export = HostedSample.copyTo(folder.resolve("export"));
    keepToItself(export);
    policy = export.resolve("acl.hujson");
    command = new CommandRun(folder);
  }

  /// Nobody of another tailnet has a way in or out.
  private static void keepToItself(Path export) throws Exception {
    drop(export.resolve("devices.json"), "devices", one -> one.path("isExternal").asBoolean());
    drop(export.resolve("users.json"), "users", one -> one.path("type").asText().equals("shared"));
    try (var invites = Files.list(export.resolve("device-invites"))) {
      for (Path file : invites.toList()) {
        Files.writeString(file, "[]");
      }
    }
  }

  private static void drop(Path file, String list, Predicate<JsonNode> which) throws Exception {
    JsonNode whole = JSON.readTree(file.toFile());
    Iterator<JsonNode> each = whole.path(list).elements();
    while (each.hasNext()) {
      if (which.test(each.next())) {
        each.remove();
      }
    }
    JSON.writeValue(file.toFile(), whole);
  }

  @Test
  void whoIsNotOfTheTailnetIsNeverSaidToReachTheSame() throws Exception {
    HostedSample.copyTo(folder.resolve("export"));
    change(CONDITION, "");
    for (String to : List.of("bundle:out.wl", "headscale+sqlite:db.sqlite")) {
      JsonNode findings = findings(to);
      assertThat(of("REACHABILITY_SAME", findings)).as(to).isEmpty();
      assertThat(of("REACHABILITY_NOT_COMPARED", findings))
          .as(to)
          .singleElement()
          .asString()
          .contains("14 devices", "DEVICE_EXTERNAL", "USER_SHARED");
    }
  }

  private void change(String what, String into) throws Exception {
    String text = Files.readString(policy);
    assertThat(text).contains(what);
    Files.writeString(policy, text.replace(what, into));
  }

  private JsonNode findings(String to, String... options) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                "plan", "--from", "tailscale-export:export", "--to", to, "--plain", "-o", "json"));
    line.addAll(List.of(options));
    command.run(line.toArray(String[]::new));
    assertThat(command.out()).as(command.err()).isNotEmpty();
    return JSON.readTree(command.out()).at("/plan/findings");
  }

  /// `LEVEL OBJECT: WHAT` of the findings of a code.
  private static List<String> of(String code, JsonNode findings) {
    List<String> found = new ArrayList<>();
    for (JsonNode finding : findings) {
      if (finding.path("code").asText().equals(code)) {
        found.add(
            finding.path("level").asText()
                + " "
                + finding.path("object").asText()
                + ": "
                + finding.path("what").asText());
      }
    }
    return found;
  }

  private int apply(String to, String... options) throws Exception {
    TreeSet<String> lossy = new TreeSet<>();
    for (JsonNode finding : findings(to, options)) {
      if (finding.path("level").asText().equals("LOSSY")) {
        lossy.add(finding.path("code").asText());
      }
    }
    List<String> line =
        new ArrayList<>(
            List.of("apply", "--from", "tailscale-export:export", "--to", to, "--plain", "--yes"));
    line.addAll(List.of(options));
    lossy.forEach(code -> line.addAll(List.of("--accept", code)));
    return command.run(line.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"headscale+sqlite:db.sqlite", "headscale:server"})
  void equalIsEqualInAHeadscaleThatReadsThePolicyAsTheHostedPlaneDoes(String to) throws Exception {
    change(CONDITION, "");
    JsonNode findings = findings(to, "--schema", "0.29");
    assertThat(of("REACHABILITY_SAME", findings))
        .singleElement()
        .asString()
        .contains("What the 14 devices reach");
    assertThat(of("REACHABILITY_CHANGES", findings)).isEmpty();
    assertThat(of("TARGET_TESTS_PASSED", findings)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"terraform:tf", "bundle:out.wl"})
  void equalStaysEqualWhereWhatIsWrittenIsAllThereIs(String to) throws Exception {
    assertThat(apply(to)).as(command.err()).isZero();
    assertThat(of("REACHABILITY_SAME", findings(to))).hasSize(1);
  }

  @Test
  void aRuleThatTheReleaseHasNoWordForIsAPairThatIsLost() throws Exception {
    JsonNode findings = findings("headscale+sqlite:db.sqlite", "--schema", "0.29");
    assertThat(of("REACHABILITY_CHANGES", findings))
        .containsExactly(
            "ACTION 4 of 6 devices of group:admins → tag:server: No longer: tcp 5432.");
    assertThat(of("REACHABILITY_SAME", findings)).isEmpty();
  }

  @Test
  void whoGainsByWhatAnOlderReleaseMakesOfARuleIsNamedAndForbidsIt() throws Exception {
    change(CONDITION, "");
    JsonNode findings = findings("headscale+sqlite:db.sqlite", "--schema", "0.28");
    assertThat(of("REACHABILITY_CHANGES", findings))
        .contains(
            "BLOCKER group:admins → tag:server: From now on: as root and any other user. No longer:"
                + " as root and any other user, after a check every 12 h.",
            "ACTION autogroup:member → nextdns:abc123: No longer: given.");
    // An address stands for its device there, and so for its IPv6 address too.
    assertThat(of("REACHABILITY_NOT_COMPARED", findings))
        .singleElement()
        .asString()
        .contains("acls[0]", "IPv6");
    assertThat(of("POLICY_RULE_WIDER", findings))
        .allMatch(finding -> finding.startsWith("BLOCKER"))
        .anyMatch(finding -> finding.contains("alice-phone → old-nas"));
    assertThat(of("REACHABILITY_SAME", findings)).isEmpty();
    assertThat(apply("headscale+sqlite:db.sqlite", "--schema", "0.28"))
        .isEqualTo(ExitCode.DIFFERENT);
    assertThat(command.err()).contains("REACHABILITY_CHANGES");
    assertThat(folder.resolve("db.sqlite")).doesNotExist();
  }

  @Test
  void aTestOfThePolicyThatFailsAtTheTargetIsTold() throws Exception {
    JsonNode findings = findings("headscale+sqlite:db.sqlite", "--schema", "0.26");
    assertThat(of("TARGET_TEST_FAILED", findings))
        .singleElement()
        .asString()
        .contains("tests[0]", "10.20.3.4:443", "want: Accept, got: Drop");
    assertThat(of("REACHABILITY_CHANGES", findings))
        .contains("ACTION autogroup:member → 10.20.0.0/16 by gateway: No longer: every port.");
  }

  @Test
  void thePolicyOfAHostedTailnetIsARowThatHeadscaleGoesBy() throws Exception {
    change(CONDITION, "");
    assertThat(apply("headscale+sqlite:db.sqlite")).as(command.err()).isZero();
    assertThat(command.out()).contains("POLICY_IN_DATABASE");
    try (Connection database = open();
        var rows = database.createStatement().executeQuery("SELECT data FROM policies")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).contains("office:*");
    }
    assertThat(of("REACHABILITY_SAME", findings("headscale+sqlite:db.sqlite"))).hasSize(1);
  }

  private Connection open() throws Exception {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("db.sqlite"));
  }

  @Test
  void aPolicyThatPeopleChangedInAHeadscaleIsTheOneThatIsCompared() throws Exception {
    change(CONDITION, "");
    assertThat(apply("headscale+sqlite:db.sqlite")).as(command.err()).isZero();
    try (Connection database = open();
        PreparedStatement edit = database.prepareStatement("UPDATE policies SET data = ?")) {
      edit.setString(
          1,
          """
          {"tagOwners": {"tag:server": [], "tag:ci": [], "tag:router": [], "tag:exit": []},
           "acls": [{"action": "accept", "src": ["tag:ci"], "dst": ["tag:router:9100"]}]}
          """);
      edit.executeUpdate();
    }
    JsonNode findings = findings("headscale+sqlite:db.sqlite");
    assertThat(of("REACHABILITY_CHANGES", findings))
        .contains(
            "ACTION tag:ci → tag:router: The policy was changed at the target. From now on: port"
                + " 9100.",
            "ACTION autogroup:member → 10.20.0.0/16 by gateway: The policy was changed at the"
                + " target. No longer: every port.");
    assertThat(of("REACHABILITY_SAME", findings)).isEmpty();
    assertThat(apply("headscale+sqlite:db.sqlite")).as(command.err()).isZero();
  }

  @Test
  void aNewerPolicyThatAHeadscaleHasFromElsewhereForbidsWhatItOpens() throws Exception {
    change(CONDITION, "");
    assertThat(apply("headscale+sqlite:db.sqlite")).as(command.err()).isZero();
    Files.move(folder.resolve("db.sqlite"), folder.resolve("other.sqlite"));
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("other.sqlite"));
        Statement edit = database.createStatement()) {
      edit.executeUpdate("UPDATE policies SET id = 9, data = '{}'");
      edit.executeUpdate("DELETE FROM nodes");
    }
    assertThat(of("REACHABILITY_CHANGES", findings("headscale+sqlite:other.sqlite")))
        .anyMatch(finding -> finding.startsWith("BLOCKER") && finding.contains("From now on"));
  }

  @Test
  void aPolicyThatTheTargetKeepsIsComparedPairByPair() throws Exception {
    try (HostedApi api = HostedApi.start()) {
      command
          .with("TAILSCALE_BASE_URL", api.url().toString())
          .with("TAILSCALE_API_KEY", HostedTokens.API_TOKEN)
          .with("WAYLEAVE_STATE", folder.resolve("state").toString());
      api.tailnet()
          .policy()
          .replace(
              Files.readString(policy)
                  .replace("nas:443,5000", "nas:443")
                  .replace("tag:server:22,80,443", "tag:server:22,80,443,8443"));
      assertThat(of("REACHABILITY_CHANGES", findings("tailscale:")))
          .containsExactlyInAnyOrder(
              "BLOCKER group:dev and tag:ci → tag:server: From now on: tcp and udp 8443.",
              "ACTION autogroup:member but bob-desktop and family-pc → old-nas: No longer (IPv4):"
                  + " tcp and udp 5000.");
      assertThat(apply("tailscale:")).isEqualTo(ExitCode.DIFFERENT);
      assertThat(command.err()).contains("REACHABILITY_CHANGES");
      assertThat(of("REACHABILITY_SAME", findings("tailscale:", "--overwrite", "policies")))
          .hasSize(1);
    }
  }
}
