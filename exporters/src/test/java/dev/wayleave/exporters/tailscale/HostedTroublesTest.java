package dev.wayleave.exporters.tailscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.tailnet.inventory.plan.TargetException.Reason;
import dev.wayleave.testkit.hosted.HostedApi;
import dev.wayleave.testkit.hosted.HostedReply;
import dev.wayleave.testkit.hosted.HostedTroubles;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong between here and the hosted side while it is set: a sentence, an end, and a way
/// to go on.
class HostedTroublesTest {
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

  private TargetException failure() {
    return catchThrowableOfType(TargetException.class, () -> back.apply(ALL));
  }

  /// Nothing was set twice, and in the end all of it is.
  private void goesOn(int done) throws Exception {
    api.troubles().end();
    List<String> before = back.changes();
    assertThat(before).hasSizeGreaterThanOrEqualTo(done);
    api.forgetAsked();
    back.apply(ALL);
    assertThat(back.changes()).isNotEmpty().hasSizeLessThanOrEqualTo(18 - done);
    assertThat(back.plan().plan().changesAnything()).isFalse();
  }

  @Test
  void aStormOf429EndsWithTheTimeAndSaysSo() throws Exception {
    api.troubles()
        .after(
            4,
            "POST .*/device/",
            HostedTroubles.FOR_GOOD,
            HostedReply.error(429, "rate limit").with("Retry-After", "60"));

    TargetException failure = failure();

    assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(failure.getMessage()).contains("asked too often", "goes on from there");
    assertThat(api.asked()).as("an hour of waiting, a minute each").hasSizeLessThan(120);
    goesOn(4);
  }

  @Test
  void aTokenThatEndsMidWayLeavesWhatIsSetAndIsToldWithoutIt() throws Exception {
    api.troubles()
        .after(
            5,
            "POST .*/device/",
            HostedTroubles.FOR_GOOD,
            HostedReply.error(401, "API token invalid"));

    TargetException failure = failure();

    assertThat(failure.getMessage()).contains("credential").doesNotContain("tskey-");
    goesOn(5);
  }

  @Test
  void aWebPageIsNoAnswerWhateverItsStatus() throws Exception {
    for (int status : new int[] {200, 502}) {
      api.troubles()
          .next(
              "GET .*/devices",
              HostedTroubles.FOR_GOOD,
              HostedReply.of(status, "text/html", "<!DOCTYPE html><h1>Sign in</h1>"));
      TargetException failure =
          catchThrowableOfType(
              TargetException.class,
              () -> back.target().plan(back.reading(), ALL, Progress.SILENT));
      assertThat(failure.reason()).as("HTTP %d", status).isEqualTo(Reason.UNAVAILABLE);
      assertThat(failure.getMessage()).doesNotContain("<h1>").doesNotContain("Exception");
      api.troubles().end();
    }
    assertThat(back.changes()).isEmpty();
  }

  @Test
  void aWebPageAmongTheAnswersOfChangesIsNoSuccess() throws Exception {
    api.troubles()
        .after(
            3,
            "POST .*/device/",
            HostedTroubles.FOR_GOOD,
            HostedReply.of(200, "text/html", "<!DOCTYPE html><h1>Sign in</h1>"));

    assertThat(failure().getMessage()).doesNotContain("<h1>");
    goesOn(3);
  }
}
