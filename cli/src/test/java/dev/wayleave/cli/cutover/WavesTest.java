package dev.wayleave.cli.cutover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.wayleave.api.TransitionNodeView;
import dev.wayleave.api.TransitionNodeView.State;
import dev.wayleave.api.TransitionView;
import dev.wayleave.cli.terminal.CommandException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WavesTest {
  private static TransitionNodeView node(
      long id, String name, State state, boolean newKey, String... tags) {
    return new TransitionNodeView(
        id,
        "n" + id + "CNTRL",
        name,
        List.of(tags),
        null,
        state,
        "",
        false,
        null,
        newKey,
        1,
        false,
        false);
  }

  private static final List<TransitionNodeView> NODES =
      List.of(
          node(1, "Web", State.MOVED, false, "tag:web"),
          node(2, "db", State.UNMOVED, false, "tag:db"),
          node(3, "laptop", State.WAITING, false),
          node(4, "phone", State.MOVED, true),
          node(5, "fresh", State.NEW, false));

  private static StatusDocument status(Waves waves) {
    return StatusDocument.of(
        new TransitionView(
            "tailscale",
            "https://old.example.net",
            "",
            null,
            null,
            4,
            2,
            2,
            1,
            List.of(),
            NODES,
            List.of()),
        waves);
  }

  @Test
  void aFileSaysWhoMovesTogetherAndTheRestFollows() throws Exception {
    StatusDocument status =
        status(
            Waves.read(
                "waves.txt", List.of("# first", "pilot: web, n4CNTRL", "", "data: tag:db # all")));
    assertThat(status.waves())
        .extracting(StatusDocument.Wave::name)
        .containsExactly("pilot", "data", "rest", "new keys", "only here");
    assertThat(status.waves()).extracting(StatusDocument.Wave::left).containsExactly(0, 1, 1, 0, 0);
    assertThat(status.waves().getFirst().nodes())
        .as("who has a new key is last, whatever wave names it")
        .extracting(TransitionNodeView::name)
        .containsExactly("Web");
    assertThat(status.waves().get(3).nodes())
        .extracting(TransitionNodeView::name)
        .containsExactly("phone");
  }

  @Test
  void withoutAFileTagsAreWaves() {
    assertThat(status(Waves.byTag(NODES)).waves())
        .extracting(StatusDocument.Wave::name)
        .containsExactly("tag:db", "tag:web", "rest", "new keys", "only here");
  }

  @Test
  void everybodyCanBeInOneWave() throws Exception {
    assertThat(status(Waves.read("w", List.of("all: *"))).waves().getFirst().total()).isEqualTo(3);
  }

  @Test
  void aLineThatIsNoWaveIsNamed() {
    assertThatThrownBy(() -> Waves.read("waves.txt", List.of("one: a", "two")))
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith("waves.txt, line 2: a wave is written");
    assertThatThrownBy(() -> Waves.read("waves.txt", List.of("one: a", "one: b")))
        .hasMessageContaining("line 2: there is a wave \"one\" already");
  }

  @Test
  void whatANameInAWaveMeansIsToldWhereItMeansNobody() throws Exception {
    Waves waves = Waves.read("w", List.of("pilot: wbe, web, tag:dc", "all: *"));
    assertThat(waves.unmatched(NODES)).containsExactly("pilot: wbe", "pilot: tag:dc");
  }

  @Test
  void thePlanOfAKitIsAFileOfWaves() throws Exception {
    Waves waves =
        Waves.ofKit(
            "plan.json",
            "{\"kit\": \"dev.wayleave.cutover-kit/1\", \"waves\": ["
                + "{\"name\": \"wave-1\", \"devices\": [{\"stableId\": \"n1CNTRL\"}]},"
                + "{\"name\": \"wave-last\", \"devices\": [{\"stableId\": \"n3CNTRL\"}]}]}");
    assertThat(status(waves).waves())
        .extracting(StatusDocument.Wave::name, StatusDocument.Wave::total)
        .containsExactly(
            tuple("wave-1", 1),
            tuple("wave-last", 1),
            tuple("rest", 1),
            tuple("new keys", 1),
            tuple("only here", 1));
    assertThatThrownBy(() -> Waves.ofKit("plan.json", "{}"))
        .hasMessage("plan.json has no waves; name the plan.json of a kit.");
    assertThatThrownBy(() -> Waves.ofKit("plan.json", "{"))
        .hasMessage("plan.json is no JSON; name the plan.json of a kit.");
  }

  @Test
  void theSentenceSaysWhatIsLeft() {
    assertThat(StatusCommand.sentence(status(Waves.byTag(NODES))))
        .isEqualTo(
            "2 of 4 devices have moved from tailscale; 2 are left. 1 came with a new node key.");
  }

  @Test
  void addressesThatAreKeptForSharedDevicesAreNamed() {
    List<String> shared =
        List.of("100.99.1.1", "100.99.1.2", "100.99.1.3", "100.99.1.4", "fd00::1");
    TransitionView move =
        new TransitionView("t", "u", "", null, null, 4, 2, 2, 0, shared, NODES, List.of());
    assertThat(StatusCommand.sentence(StatusDocument.of(move, Waves.byTag(NODES))))
        .endsWith(
            " Kept for devices that others share there: 100.99.1.1, 100.99.1.2, 100.99.1.3,"
                + " 100.99.1.4 and 1 more.");
  }

  @Test
  void watchWaitsForThoseWhoHaveNotMovedAndNobodyElse() {
    Attendance roll =
        Attendance.ofMove(
            new TransitionView("t", "u", "", null, null, 4, 2, 2, 1, List.of(), NODES, List.of()),
            Waves.byTag(NODES));
    assertThat(roll.isComplete()).isFalse();
    assertThat(roll.nodes()).hasSize(4);
    assertThat(roll.count(Attendance.State.NOT_BACK)).isEqualTo(2);
    assertThat(roll.waves())
        .containsExactly(
            new Attendance.WaveCount("tag:db", 1, 1),
            new Attendance.WaveCount("tag:web", 1, 0),
            new Attendance.WaveCount("rest", 1, 1),
            new Attendance.WaveCount("new keys", 1, 0));
  }
}
