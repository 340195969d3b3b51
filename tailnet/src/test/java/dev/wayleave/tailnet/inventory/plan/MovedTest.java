package dev.wayleave.tailnet.inventory.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Samples;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Transition;
import dev.wayleave.tailnet.model.Unmoved;
import dev.wayleave.tailnet.model.User;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The old plane is read again while devices are on their way.
class MovedTest {
  private static final User ANN = Samples.user(1, "ann");
  private static final Node THERE = unmoved(Samples.node(1, 1), 3);
  private static final Node STAYED = unmoved(Samples.node(2, 1), 3);
  private static final Node HERE = THERE.change().unmoved(null).givenName("renamed").build();

  private static Node unmoved(Node node, int region) {
    return node.change().unmoved(new Unmoved("tailscale", region)).build();
  }

  /// The first device has moved since both were taken over.
  private static State between() {
    return new State(Edits.inventory(ANN, HERE, STAYED), Edits.inventory(ANN, THERE, STAYED));
  }

  static List<PlanOptions> options() {
    return List.of(
        PlanOptions.CAREFUL,
        new PlanOptions(true, Set.of()),
        new PlanOptions(true, Set.of(EntityKind.NODE)));
  }

  private static @Nullable Node node(State state, long id) {
    return state.target().nodes().stream()
        .filter(node -> node.id().equals(new NodeId(id)))
        .findFirst()
        .orElse(null);
  }

  @ParameterizedTest
  @MethodSource("options")
  void whatTheSourceSaysOfAMovedDeviceIsNotAsked(PlanOptions options) {
    Node later =
        unmoved(THERE, 9)
            .change()
            .givenName("other")
            .expiry(Samples.LATER)
            .endpoints(List.of())
            .build();
    Planned planned = between().plan(Edits.inventory(ANN, later, STAYED), options);
    assertThat(planned.changes()).isEmpty();
    assertThat(planned.plan().items()).isEmpty();
    assertThat(planned.plan().findings())
        .filteredOn(finding -> finding.code().equals("MOVED"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Finding.Level.INFO);
          assertThat(finding.what()).startsWith("1 device has moved");
        });
  }

  @ParameterizedTest
  @MethodSource("options")
  void aMovedDeviceThatTheSourceDeletedStaysAndIsNoConflict(PlanOptions options) {
    Planned planned = between().plan(Edits.inventory(ANN, STAYED), options);
    assertThat(planned.plan().items()).isEmpty();
    State after = between().with(planned.changes());
    assertThat(node(after, 1)).isEqualTo(HERE);
    assertThat(after.plan(Edits.inventory(ANN, STAYED), options).changes())
        .as("nor the next time")
        .isEmpty();
  }

  @Test
  void ofDevicesThatStayedEverythingNewIsTaken() {
    Node later = unmoved(STAYED, 9).change().nodeKey(Samples.node(7, 1).nodeKey()).build();
    Node fresh = unmoved(Samples.node(3, 1), 5);
    Planned planned = between().plan(Edits.inventory(ANN, THERE, later, fresh));
    State after = between().with(planned.changes());
    assertThat(node(after, 1)).isEqualTo(HERE);
    assertThat(node(after, 2)).isEqualTo(later);
    assertThat(node(after, 3)).isEqualTo(fresh);
  }

  @Test
  void aDeviceThatStayedAndIsGoneThereGoesHereToo() {
    Planned planned = between().plan(Edits.inventory(ANN, THERE));
    assertThat(node(between().with(planned.changes()), 2)).isNull();
  }

  @Test
  void holdingExpiryHereIsNotUndoneByARefresh() {
    Transition read =
        new Transition("tailscale", "https://old.example.net", "x.ts.net", null, null);
    Transition held =
        new Transition("tailscale", "https://old.example.net", "x.ts.net", Samples.LATER, null);
    State state = new State(Edits.inventory(held), Edits.inventory(read));
    Planned planned = state.plan(Edits.inventory(read));
    assertThat(state.with(planned.changes()).target().transition()).contains(held);
  }

  @Test
  void devicesThatComeAfterTheEndAreAnAction() {
    Transition read =
        new Transition("tailscale", "https://old.example.net", "x.ts.net", null, null);
    Transition ended =
        new Transition("tailscale", "https://old.example.net", "x.ts.net", null, Samples.LATER);
    State state = new State(Edits.inventory(ANN, ended), Edits.inventory(ANN, read));
    assertThat(state.plan(Edits.inventory(ANN, read, THERE)).plan().findings())
        .extracting(Finding::code)
        .contains("MOVE_ENDED");
    assertThat(state.plan(Edits.inventory(ANN, read)).plan().findings())
        .extracting(Finding::code)
        .doesNotContain("MOVE_ENDED");
  }
}
