package dev.wayleave.cli.cutover;

import dev.wayleave.api.RefusalView;
import dev.wayleave.cli.administration.Cells;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.report.Format;
import dev.wayleave.cli.report.Grid;
import dev.wayleave.cli.report.Paper;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.SafeText;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Shows the roll: on a terminal a table that is drawn over itself, elsewhere a line for each
/// change; for programs one document at the end, or with `json-line` a line for each change.
final class WatchScreen {
  /// What is drawn over must be on the screen still.
  private static final int MOST_ROWS = 20;

  private static final int MOST_WAVES = 5;

  /// Who is waited for comes first.
  private static final List<Attendance.State> ORDER =
      List.of(Attendance.State.NOT_BACK, Attendance.State.BACK, Attendance.State.NOT_EXPECTED);

  /// A change, for programs.
  record Change(Instant at, Attendance.Line node) {}

  private final Console console;
  private final Format format;
  private final Map<Long, Attendance.Line> shown = new HashMap<>();
  private int drawn;
  private String trouble = "";

  WatchScreen(Console console, Format format) {
    this.console = console;
    this.format = format;
  }

  void show(Attendance attendance, Instant now) throws IOException {
    trouble = "";
    if (format == Format.TABLE && console.terminals().out()) {
      draw(attendance);
      return;
    }
    for (Attendance.Line line : attendance.nodes()) {
      Attendance.Line before = shown.put(line.id(), line);
      boolean changed =
          before == null
              || before.state() != line.state()
              || !Objects.equals(before.why(), line.why());
      if (changed && format == Format.JSON_LINE) {
        Documents.write(format, console.out(), new Change(now, line));
      } else if (changed && format == Format.TABLE) {
        console
            .out()
            .println(
                SafeText.line(
                    "%s %s (node %d) %s"
                        .formatted(
                            now.truncatedTo(ChronoUnit.SECONDS),
                            line.name(),
                            line.id(),
                            sentence(line, attendance.done()))));
      }
    }
    console.out().flush();
  }

  private static String sentence(Attendance.Line line, String done) {
    return switch (line.state()) {
      case BACK -> line.why().isEmpty() ? "is " + done : "is " + done + ": " + line.why();
      case NOT_BACK -> "is not " + done + ": " + line.why();
      case NOT_EXPECTED -> "is not expected: " + line.why();
    };
  }

  private void draw(Attendance attendance) {
    if (drawn > 0) {
      // To the begin of so many lines above, and everything from there on erased.
      console.out().print("\u001b[%dF\u001b[J".formatted(drawn));
    }
    List<Attendance.WaveCount> waves = attendance.waves();
    Grid grid =
        waves.isEmpty()
            ? new Grid(">id", "node", "state", "last seen", "last attempt", "why")
            : new Grid("wave", ">id", "node", "state", "last seen", "last attempt", "why");
    List<Attendance.Line> first =
        attendance.nodes().stream()
            .sorted(Comparator.comparingInt(line -> ORDER.indexOf(line.state())))
            .limit(MOST_ROWS - waveLines(waves).size())
            .toList();
    for (Attendance.Line line : first) {
      List<String> cells = new ArrayList<>();
      if (!waves.isEmpty()) {
        cells.add(line.wave() == null ? "" : line.wave());
      }
      String state = line.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      cells.addAll(
          List.of(
              Long.toString(line.id()),
              line.name(),
              state.replace("back", attendance.done()),
              Cells.time(line.lastSeen()),
              Cells.time(line.lastAttempt()),
              line.why()));
      grid.row(cells.toArray(new String[0]));
    }
    new Paper(console).table(0, grid);
    console.out().println(summary(attendance));
    List<String> lines = waveLines(waves);
    lines.forEach(line -> console.out().println(SafeText.line(line)));
    console.out().flush();
    drawn = first.size() + 2 + lines.size();
  }

  /// The waves that somebody is left of, as many as there is room for.
  private static List<String> waveLines(List<Attendance.WaveCount> waves) {
    List<Attendance.WaveCount> left = waves.stream().filter(wave -> wave.left() > 0).toList();
    List<String> lines = new ArrayList<>();
    left.stream().limit(MOST_WAVES).map(WatchScreen::sentence).forEach(lines::add);
    int others = waves.size() - lines.size();
    if (others > 0) {
      lines.add(
          "%d more waves, of which %d have nobody left"
              .formatted(others, waves.size() - left.size()));
    }
    return lines;
  }

  /// Says that the coordinator does not answer, once.
  void trouble(String sentence) {
    if (!sentence.equals(trouble)) {
      trouble = sentence;
      console.err().println("wayleave: " + SafeText.line(sentence) + " Trying on.");
      drawn = 0;
    }
  }

  /// Ends with the whole.
  void close(Attendance last) throws IOException {
    if (format == Format.JSON || format == Format.YAML) {
      Documents.write(format, console.out(), last);
    } else if (format == Format.TABLE) {
      if (!console.terminals().out()) {
        console.out().println(summary(last));
        last.waves().forEach(wave -> console.out().println(SafeText.line(sentence(wave))));
      }
      strangers(last.strangers());
    }
  }

  private static String sentence(Attendance.WaveCount wave) {
    return "wave %s: %d of %d left".formatted(wave.name(), wave.left(), wave.total());
  }

  private static String summary(Attendance attendance) {
    String done = attendance.done();
    return "%d of %d %s; %d not %s, %d not expected"
        .formatted(
            attendance.count(Attendance.State.BACK),
            attendance.nodes().size(),
            done,
            attendance.count(Attendance.State.NOT_BACK),
            done,
            attendance.count(Attendance.State.NOT_EXPECTED));
  }

  private void strangers(List<RefusalView> refusals) {
    for (RefusalView refusal : refusals) {
      console
          .out()
          .println(
              SafeText.line(
                  "unknown device %s from %s (%s): %s"
                      .formatted(
                          refusal.hostname().isEmpty() ? refusal.machineKey() : refusal.hostname(),
                          refusal.address(),
                          refusal.reason(),
                          refusal.sentence())));
    }
  }
}
