package dev.wayleave.cli.cutover;

import dev.wayleave.api.TransitionNodeView;
import dev.wayleave.api.TransitionView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.administration.Cells;
import dev.wayleave.cli.report.Grid;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows how far a move away from another plane is.
@Command(
    name = "status",
    description = "Show which devices have moved, in waves, and what is left.",
    footer = {
      "",
      "A file of waves is the plan.json of a kit, or has a line for each: NAME: DEVICE, tag:TAG, * …",
      "Devices that come with a new node key are always last: those who have not moved do not know",
      "them."
    })
final class StatusCommand extends AdministrationCommand {
  private static final int NAMED = 4;

  @Option(
      names = "--waves",
      paramLabel = "FILE",
      description = "Which devices move together; by their first tags unless given.")
  private @Nullable String waves;

  StatusCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    TransitionView move = client.transition();
    Waves named = waves(move);
    StatusDocument status = StatusDocument.of(move, named);
    Grid grid = new Grid("wave", ">id", "device", "state", "connected", "last seen", "why");
    for (StatusDocument.Wave wave : status.waves()) {
      for (TransitionNodeView node : wave.nodes()) {
        grid.row(
            wave.name(),
            Long.toString(node.id()),
            node.name(),
            node.state().name().toLowerCase(Locale.ROOT),
            Cells.yes(node.online()),
            Cells.time(node.lastSeen()),
            node.why());
      }
    }
    showOne(status, grid);
    hint(sentence(status));
    if (waves != null) {
      named
          .unmatched(move.nodes())
          .forEach(member ->
              hint(
                  "%s, wave %s is no device here; name one by its name or id."
                      .formatted(waves, member)));
    }
    status.waves().stream()
        .filter(wave -> wave.left() > 0)
        .forEach(wave ->
            hint("wave %s: %d of %d left".formatted(wave.name(), wave.left(), wave.total())));
    status
        .findings()
        .forEach(finding ->
            hint(
                "%s %s: %s %s"
                    .formatted(
                        finding.code(), finding.object(), finding.what(), finding.remedy())));
  }

  private Waves waves(TransitionView move) throws CommandException, IOException {
    return waves == null ? Waves.byTag(move.nodes()) : Waves.read(console(), waves);
  }

  private static String addresses(List<String> all) {
    String first = all.stream().limit(NAMED).collect(Collectors.joining(", "));
    return all.size() > NAMED ? first + " and " + (all.size() - NAMED) + " more" : first;
  }

  static String sentence(StatusDocument status) {
    String held =
        status.expiryHeldSince() == null
            ? ""
            : " No key expires since " + Cells.time(status.expiryHeldSince()) + ".";
    String ended = status.endedAt() == null ? "" : " Ended " + Cells.time(status.endedAt()) + ".";
    String keys =
        status.rekeyed() == 0 ? "" : " %d came with a new node key.".formatted(status.rekeyed());
    String shared =
        status.sharedAddresses().isEmpty()
            ? ""
            : " Kept for devices that others share there: %s."
                .formatted(addresses(status.sharedAddresses()));
    return "%d of %d devices have moved from %s; %d are left.%s%s%s%s"
        .formatted(
            status.moved(),
            status.total(),
            status.plane(),
            status.unmoved(),
            keys,
            held,
            shared,
            ended);
  }
}
