package dev.wayleave.exporters.tailscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Receipt;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.RollbackOutcome;
import dev.wayleave.tailnet.inventory.plan.PlanItem;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.model.CustomAttribute;
import dev.wayleave.testkit.hosted.HostedApi;
import dev.wayleave.testkit.hosted.HostedReply;
import dev.wayleave.testkit.hosted.HostedTroubles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Posture attributes that somebody set go with the device.
class HostedAttributesTest {
  private static final String PLACE = "device/nAl1ceMbCNTRL/attributes/";

  @TempDir Path state;
  private HostedApi api;
  private GoingBack back;

  @BeforeEach
  void start() {
    api = HostedApi.start();
    back = new GoingBack(api, state);
    laptop(
        Map.of(
            "custom:tier", attribute(new TextNode("gold"), Instant.parse("2026-12-24T00:00:00Z")),
            "custom:level", attribute(new IntNode(3), null),
            "custom:managed", attribute(BooleanNode.TRUE, null)));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static CustomAttribute attribute(JsonNode value, @Nullable Instant expiry) {
    return new CustomAttribute(value, expiry);
  }

  private void laptop(Map<String, CustomAttribute> attributes) {
    back.instead(back.node(3).change().attributes(attributes).build());
  }

  private List<String> attributes() {
    return back.changes().stream().filter(change -> change.contains("/attributes/")).toList();
  }

  private List<Finding> findings(String code) throws Exception {
    return back.plan().plan().findings().stream().filter(f -> f.code().equals(code)).toList();
  }

  @Test
  void areSetBeforeTheDeviceIsLetInAndOnce() throws Exception {
    back.apply();

    assertThat(back.changes())
        .containsSubsequence(
            PLACE + "custom%3Alevel {\"value\":3}",
            PLACE + "custom%3Amanaged {\"value\":true}",
            PLACE + "custom%3Atier {\"value\":\"gold\",\"expiry\":\"2026-12-24T00:00:00Z\"}",
            "device/nAl1ceMbCNTRL/authorized {\"authorized\":true}");
    api.forgetAsked();
    assertThat(back.plan().plan().changesAnything()).isFalse();
    back.apply();
    assertThat(attributes()).isEmpty();
  }

  @Test
  void onlyDevicesThatHaveAnyAreAskedForTheirs() throws Exception {
    back.plan();

    assertThat(api.asked())
        .filteredOn(question -> question.path().contains("/attributes"))
        .singleElement()
        .asString()
        .contains("nAl1ceMbCNTRL");
  }

  @Test
  void whatSomebodySetThereStaysUnlessItIsToBeOverwritten() throws Exception {
    back.apply();
    laptop(Map.of("custom:level", attribute(new IntNode(4), null)));
    api.forgetAsked();
    back.apply();
    assertThat(attributes()).containsExactly(PLACE + "custom%3Alevel {\"value\":4}");

    laptop(Map.of("custom:level", attribute(new IntNode(5), null)));
    back = forgetful();
    assertThat(back.plan().plan().items())
        .filteredOn(item -> item.op() == PlanItem.Op.CONFLICT)
        .flatExtracting(PlanItem::fields)
        .extracting("field", "before", "after")
        .contains(tuple("custom:level", "{\"value\":4}", "{\"value\":5}"));
    api.forgetAsked();
    back.apply(new PlanOptions(false, Set.of(EntityKind.NODE)));
    assertThat(attributes()).containsExactly(PLACE + "custom%3Alevel {\"value\":5}");
  }

  /// The same source for somebody who does not remember what was set.
  private GoingBack forgetful() {
    return back.remembering(state.resolve("another"));
  }

  @Test
  void rollbackTakesAwayWhatWasNotThere() throws Exception {
    String before = back.everything();
    Receipt receipt = back.apply();
    api.forgetAsked();

    assertThat(back.target().rollback(receipt.migration(), Progress.SILENT))
        .isInstanceOf(RollbackOutcome.Done.class);

    assertThat(api.changes())
        .filteredOn(question -> question.path().contains("/attributes/"))
        .hasSize(3)
        .allMatch(question -> question.method().equals("DELETE"));
    assertThat(back.everything()).isEqualTo(before);
  }

  @Test
  void anApplyThatIsCutOffAmongThemIsGoneOnWith() throws Exception {
    api.troubles().after(1, "POST .*/attributes/", HostedTroubles.FOR_GOOD, HostedReply.reset());
    assertThat(catchThrowable(() -> back.apply())).isNotNull();
    api.troubles().end();
    api.forgetAsked();

    back.apply();

    assertThat(attributes())
        .containsExactly(
            PLACE + "custom%3Amanaged {\"value\":true}",
            PLACE + "custom%3Atier {\"value\":\"gold\",\"expiry\":\"2026-12-24T00:00:00Z\"}");
    assertThat(back.plan().plan().changesAnything()).isFalse();
  }

  @Test
  void oneThatIsRefusedKeepsNoOtherFromItsTurn() throws Exception {
    api.troubles()
        .next("POST .*custom.*level", 1, HostedReply.error(400, "type of custom:level is string"));

    assertThat(catchThrowable(() -> back.apply()))
        .hasMessageContaining("attribute of nAl1ceMbCNTRL/custom:level (HTTP 400, type of");
    assertThat(back.changes())
        .anyMatch(change -> change.contains("custom%3Atier"))
        .as("a rule may let in whoever lacks one")
        .noneMatch(change -> change.contains("/authorized"));
    back.apply();
    assertThat(back.changes()).contains("device/nAl1ceMbCNTRL/authorized {\"authorized\":true}");
  }

  @Test
  void oneThatTheHostedSideDoesNotTakeIsTold() throws Exception {
    laptop(
        Map.of(
            "custom:with space", attribute(new IntNode(1), null),
            "custom:text", attribute(new TextNode("two words"), null),
            "custom:fine", attribute(new IntNode(1), null)));

    assertThat(findings("HOSTED_ATTRIBUTE"))
        .hasSize(2)
        .allMatch(finding -> finding.level() == Finding.Level.LOSSY);
    assertThat(back.wished()).contains("custom:fine").doesNotContain("custom:text");
  }

  @Test
  void aCredentialThatMayNotReadThemSetsNoneAndTheScopeIsTold() throws Exception {
    api.troubles()
        .next("GET .*/attributes", HostedTroubles.FOR_GOOD, HostedReply.error(403, "no scope"));

    assertThat(findings("HOSTED_PART_CLOSED"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.object()).contains("node 3 (alice-macbook)");
          assertThat(finding.remedy()).contains("devices:posture_attributes");
        });
  }
}
