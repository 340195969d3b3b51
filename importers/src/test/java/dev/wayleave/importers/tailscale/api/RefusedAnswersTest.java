package dev.wayleave.importers.tailscale.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.NotRead;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.folder.ExportFolder;
import dev.wayleave.testkit.hosted.HostedApi;
import dev.wayleave.testkit.hosted.HostedReply;
import dev.wayleave.testkit.hosted.HostedTroubles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is not answered: it ends nothing, and nothing old or of others stands in its place.
class RefusedAnswersTest {
  @TempDir Path temporary;
  private Path folder;
  private HostedApi api;
  private Exports exports;

  @BeforeEach
  void start() {
    api = HostedApi.start();
    folder = temporary.resolve("export");
    exports = new Exports(api, folder);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static List<NotRead> of(ExportSummary summary, Section section) {
    return summary.notRead().stream().filter(missing -> missing.section() == section).toList();
  }

  @Test
  void twoDevicesThatAreGoneSayNothingOfOthers() throws Exception {
    api.troubles().next("(nGw7yB2x|nEx1tB3r)CNTRL/attributes", 9, HostedReply.error(404, "gone"));

    ExportSummary summary = exports.run();

    assertThat(summary.sections().get(Section.DEVICE_ATTRIBUTES))
        .isEqualTo(new ExportSummary.Outcome(12, 0, 2));
    assertThat(of(summary, Section.DEVICE_ATTRIBUTES))
        .extracting(NotRead::object)
        .containsExactly("nEx1tB3rCNTRL", "nGw7yB2xCNTRL");
  }

  @Test
  void devicesThatWereRefusedBeforeAreNamedAgainAndNotTheSection() throws Exception {
    api.troubles()
        .next(
            "(nOldNas1|nCar0lLt)CNTRL/attributes",
            HostedTroubles.FOR_GOOD,
            HostedReply.error(403, "not yours"));
    exports.run();

    assertThat(of(exports.run(), Section.DEVICE_ATTRIBUTES))
        .extracting(NotRead::object)
        .containsExactly("nCar0lLtCNTRL", "nOldNas1CNTRL");
  }

  @Test
  void aDeviceWithoutNodeIdIsAskedForByItsOlderId() throws Exception {
    ((ObjectNode) api.tailnet().devices().get(0)).remove("nodeId");
    ((ObjectNode) api.tailnet().devices().get(1)).putNull("nodeId");

    exports.run();

    assertThat(folder.resolve("device-attributes/81234567890123.json")).isNotEmptyFile();
    assertThat(folder.resolve("device-attributes/81234567890124.json")).isNotEmptyFile();
  }

  @Test
  void whatIsRefusedAtARefreshIsTakenAway() throws Exception {
    exports.run();
    api.troubles().next("/webhooks", 9, HostedReply.error(403, "no scope"));
    api.troubles().next("nOldNas1CNTRL/attributes", 9, HostedReply.error(404, "gone"));
    api.troubles().next("/device-invites", 99, HostedReply.error(403, "no scope"));

    ExportSummary summary = exports.refresh();

    assertThat(folder.resolve("webhooks.json")).doesNotExist();
    assertThat(folder.resolve("device-attributes/nOldNas1CNTRL.json")).doesNotExist();
    assertThat(folder.resolve("device-attributes/nAl1ceMbCNTRL.json")).exists();
    assertThat(folder.resolve("device-invites")).isEmptyDirectory();
    assertThat(of(summary, Section.DEVICE_INVITES))
        .containsExactly(new NotRead(Section.DEVICE_INVITES, "", 403, "no scope"));
  }

  @Test
  void anErrorThatMayPassTakesNoOlderAnswerAwayAndSaysSo() throws Exception {
    exports.run();
    api.troubles().next("/devices", 9, HostedReply.error(500, "oops"));

    ExportSummary summary = exports.refresh();

    assertThat(folder.resolve("devices.json")).exists();
    assertThat(of(summary, Section.DEVICES))
        .containsExactly(new NotRead(Section.DEVICES, "", 500, "oops (the older answer is kept)"));
  }

  @Test
  void whatNobodySaidTheTailnetOfIsAskedAnew() throws Exception {
    exports.only(Section.POLICY, Section.SETTINGS);
    Files.writeString(folder.resolve("acl.hujson"), "// of another tailnet");
    Files.writeString(folder.resolve("settings.json"), "{\"of\": \"another\"}");

    exports.only(Section.POLICY, Section.USERS);

    assertThat(folder.resolve("acl.hujson")).content().contains("example.com");
    assertThat(folder.resolve("settings.json")).content().contains("devicesApprovalOn");
  }

  @Test
  void theMapOfRelaysEndsNothing() throws Exception {
    api.troubles().next("/derpmap", HostedTroubles.FOR_GOOD, HostedReply.page(200));
    ExportRequest request =
        new ExportRequest(
            folder,
            EnumSet.of(Section.DERP_MAP, Section.SETTINGS),
            true,
            api.url().resolve("/derpmap/default"));

    assertThat(of(exports.run(request), Section.DERP_MAP))
        .singleElement()
        .satisfies(missing -> assertThat(missing.message()).contains("a web page"));

    api.troubles().end();
    api.troubles().next("/derpmap", HostedTroubles.FOR_GOOD, HostedReply.reset());
    assertThat(of(exports.run(request), Section.DERP_MAP))
        .singleElement()
        .satisfies(missing -> assertThat(missing.message()).contains("the connection broke"));
    assertThat(folder.resolve("settings.json")).exists();
  }

  @Test
  void everySectionMayBeRefused() throws Exception {
    for (int status : new int[] {403, 404, 501}) {
      api.troubles().end();
      api.troubles().next("/api/v2/", HostedTroubles.FOR_GOOD, HostedReply.error(status, "no"));

      assertThat(exports.run().notRead()).hasSizeGreaterThan(14);

      assertThat(ExportFolder.open(folder).notRead())
          .filteredOn(missing -> missing.status() == status)
          .hasSize(14);
    }
    assertThat(ExportFolder.open(folder).notRead().getFirst().message())
        .startsWith("no")
        .doesNotContain("--tailnet");
  }

  @Test
  void aTailnetThatIsNotFoundSaysWhatToCheck() throws Exception {
    assertThat(exports.of("other.example").failure())
        .hasMessageContaining("knows no tailnet \"other.example\"");
    assertThat(folder.resolve("users.json")).doesNotExist();
  }

  @Test
  void errorsOfEveryStatusAreToldByTheirMessage() throws Exception {
    String detailed =
        "{\"message\": \"test(s) failed\", \"data\": [{\"user\": \"a\", \"errors\": [\"x\"]}]}";
    api.troubles().next("/acl", 1, HostedReply.json(400, detailed));
    api.troubles().next("/webhooks", 1, HostedReply.error(412, "precondition failed"));
    api.troubles().next("/contacts", 1, HostedReply.error(422, "cannot be processed"));
    api.troubles().next("/posture", 9, HostedReply.error(504, "too slow"));

    assertThat(exports.run().notRead())
        .contains(
            new NotRead(Section.POLICY, "", 400, "test(s) failed"),
            new NotRead(Section.WEBHOOKS, "", 412, "precondition failed"),
            new NotRead(Section.CONTACTS, "", 422, "cannot be processed"),
            new NotRead(Section.POSTURE_INTEGRATIONS, "", 504, "too slow"));
  }

  @Test
  void olderNamesOfTailnetsAreAskedForAsTheyAre() throws Exception {
    exports.of("alice@gmail.com").only(Section.SETTINGS);
    new Exports(api, temporary.resolve("other")).of("xe.github").only(Section.SETTINGS);

    assertThat(exports.asked())
        .containsExactly(
            "GET /api/v2/tailnet/alice%40gmail.com/settings",
            "GET /api/v2/tailnet/xe.github/settings");
  }

  @Test
  void aFolderHasEndedOnceEverythingWasAsked() throws Exception {
    assertThat(TailnetExport.hasEnded(folder)).isFalse();
    api.troubles().after(9, "attributes", HostedTroubles.FOR_GOOD, HostedReply.reset());
    assertThat(exports.failure()).isNotNull();
    assertThat(TailnetExport.hasEnded(folder)).isFalse();

    api.troubles().end();
    exports.run();

    assertThat(TailnetExport.hasEnded(folder)).isTrue();
  }

  @Test
  void aByteOrderMarkIsNoPartOfAnAnswer() throws IOException, Exception {
    Files.createDirectory(folder);
    Files.writeString(folder.resolve("acl.hujson"), "\uFEFF{}");

    try (var policy = ExportFolder.open(folder).open(Section.POLICY).orElseThrow()) {
      assertThat(policy).hasContent("{}");
    }
  }
}
