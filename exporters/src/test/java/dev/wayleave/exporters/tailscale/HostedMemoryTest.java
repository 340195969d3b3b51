package dev.wayleave.exporters.tailscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Preview;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Receipt;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.RollbackOutcome;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.tailnet.inventory.plan.TargetException.Reason;
import dev.wayleave.testkit.hosted.HostedApi;
import dev.wayleave.testkit.hosted.HostedReply;
import dev.wayleave.testkit.hosted.HostedTroubles;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is remembered of an apply, of which tailnet, and that none of it is forgotten before it is
/// taken back.
class HostedMemoryTest {
  private static final PlanOptions ALL =
      new PlanOptions(false, Set.of(EntityKind.POLICY, EntityKind.SERVER));

  @TempDir Path state;
  private HostedApi api;
  private GoingBack back;

  @BeforeEach
  void start() {
    api = HostedApi.start();
    back = new GoingBack(api, state);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private TargetException refusedRollback(String migration) {
    return catchThrowableOfType(
        TargetException.class, () -> back.target().rollback(migration, Progress.SILENT));
  }

  @Test
  void whatCannotBeReadIsNotForgottenByARollback() throws Exception {
    String before = back.everything();
    String migration = back.apply(ALL).migration();
    for (String part : new String[] {"acl", "dns/configuration", "settings"}) {
      api.troubles()
          .next("GET .*/" + part, HostedTroubles.FOR_GOOD, HostedReply.error(403, "not permitted"));
      String set = back.everything();

      TargetException failure = refusedRollback(migration);

      assertThat(failure.reason()).as(part).isEqualTo(Reason.UNAVAILABLE);
      assertThat(failure)
          .hasMessageContaining("nothing is taken back")
          .hasMessageContaining("scope");
      assertThat(back.everything()).as(part).isEqualTo(set);
      api.troubles().end();
    }

    assertThat(back.target().rollback(migration, Progress.SILENT))
        .isInstanceOf(RollbackOutcome.Done.class);
    assertThat(back.everything()).isEqualTo(before);
  }

  @Test
  void aDeviceThatLeftIsToldAndTheOthersAreTakenBack() throws Exception {
    String migration = back.apply(ALL).migration();
    api.tailnet().devices().remove(0);

    assertThat(back.target().rollback(migration, Progress.SILENT))
        .isInstanceOfSatisfying(
            RollbackOutcome.Done.class,
            done ->
                assertThat(done.notes())
                    .containsExactly("The device nGw7yB2xCNTRL is no longer there."));
    assertThat(back.device(GoingBack.EXIT).path("name").asText()).startsWith("new-1.");
  }

  @Test
  void anErrorOfTheServerIsNoMissingScope() {
    for (String part : new String[] {"acl", "dns/configuration", "settings"}) {
      api.troubles()
          .next("GET .*/" + part, HostedTroubles.FOR_GOOD, HostedReply.error(500, "out of order"));

      TargetException failure = catchThrowableOfType(TargetException.class, () -> back.plan());

      assertThat(failure.reason()).as(part).isEqualTo(Reason.UNAVAILABLE);
      assertThat(failure)
          .hasMessageContaining("HTTP 500 (out of order)")
          .hasMessageContaining(part);
      api.troubles().end();
    }
  }

  @Test
  void anApplyThatIsCutOffNamesItselfAndTheNextOneNamesItToo() throws Exception {
    for (HostedReply trouble :
        new HostedReply[] {HostedReply.reset(), HostedReply.error(400, "not permitted")}) {
      api.troubles().after(3, "POST .*/device/.*/ip", HostedTroubles.FOR_GOOD, trouble);
      api.troubles().next("POST .*/(routes|name)", 2, trouble);
      HostedTarget target = back.target();
      Preview preview = target.plan(back.reading(), ALL, Progress.SILENT);

      TargetException failure =
          catchThrowableOfType(
              TargetException.class, () -> target.apply(preview, Set.of(), Progress.SILENT));

      assertThat(failure.getMessage())
          .containsPattern("\\d+ of 18 values are set")
          .contains("wayleave rollback --to tailscale: " + preview.migration());
      api.troubles().end();
      Receipt next = back.apply(ALL);
      assertThat(next.notes()).last().asString().contains(preview.migration());
      back.target().rollback(next.migration(), Progress.SILENT);
      back.target().rollback(preview.migration(), Progress.SILENT);
    }
  }

  @Test
  void twoTailnetsThatAreAskedForByTheSameWordsHaveTwoMemories() throws Exception {
    String migration = back.apply(ALL).migration();
    for (JsonNode user : api.tailnet().part("users").path("users")) {
      ((ObjectNode) user).put("tailnetId", "TotherTNCNTRL");
    }

    assertThat(refusedRollback(migration)).hasMessageContaining("There is no migration");
    assertThat(back.apply(ALL).notes()).hasSize(1);
  }
}
