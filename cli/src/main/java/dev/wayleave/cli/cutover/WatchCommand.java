package dev.wayleave.cli.cutover;

import dev.wayleave.api.NodeView;
import dev.wayleave.api.TransitionView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.cli.Desk;
import dev.wayleave.cli.EndpointOptions;
import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.FormatOption;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.Lifetime;
import dev.wayleave.cli.endpoint.Endpoint;
import dev.wayleave.cli.endpoint.Endpoints;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.Node;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows who came back after a take-over, and who did not and why.
@Command(
    name = "watch",
    description = "Show live which devices are back, which are not, and why.",
    footer = {
      "",
      "Ends with 0 where everybody expected is back, with 2 otherwise. Expected is who was seen",
      "within --silent before and whose login had not ended. While devices move here from another",
      "plane it shows who has moved, and ends with 0 where all have."
    })
final class WatchCommand implements Callable<Integer> {
  private static final int NOT_FOUND = 404;
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Surroundings surroundings;

  @Option(
      names = "--from",
      paramLabel = "ENDPOINT",
      description = "Where the devices were before; the coordinator's own nodes unless given.")
  private @Nullable String from;

  @Option(
      names = {"--url", "--to"},
      paramLabel = "ENDPOINT",
      description = "The coordinator that took over; wayleave: (the one at hand) unless given.")
  private String url = "wayleave:";

  @Option(
      names = "--waves",
      paramLabel = "FILE",
      description = "While devices move: which move together, as \"cutover status\" takes it.")
  private @Nullable String waves;

  @Option(names = "--until-all-back", description = "End as soon as everybody expected is back.")
  private boolean untilAllBack;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "End after so long, for example 2m.")
  private @Nullable String timeout;

  @Option(names = "--once", description = "Look once.")
  private boolean once;

  @Option(
      names = "--silent",
      paramLabel = "TIME",
      description = "Nobody waits for devices that were not seen for so long; 30d unless given.")
  private String silent = "30d";

  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final EndpointOptions options = new EndpointOptions();

  WatchCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Console console = surroundings.console();
    Endpoints.Access access = options.access(console);
    Desk desk = new Desk(surroundings, access);
    if (!(desk.endpoint(url) instanceof Endpoint.Coordinator coordinator)) {
      throw new CommandException("only a coordinator is watched; write --url wayleave:URL.");
    }
    if (from != null && waves != null) {
      throw new CommandException("--waves goes without --from, which expects everybody at once.");
    }
    Duration patience = Lifetime.parse("--silent", silent);
    Optional<Instant> end = end(console.clock().instant());
    List<Attendance.Expected> expected = from == null ? List.of() : expected(desk, from);
    try (CoordinatorClient client =
        surroundings.endpoints().coordinator(coordinator.url(), access)) {
      WatchScreen screen = new WatchScreen(console, output.format);
      Roll roll = from == null ? ofWhatHappens(patience, waves()) : roll(expected, patience);
      Attendance last = watch(client.administration(), roll, end, screen);
      screen.close(last);
      return last.isComplete() ? ExitCode.DONE : ExitCode.DIFFERENT;
    }
  }

  private Optional<Instant> end(Instant now) throws CommandException {
    if (once) {
      return Optional.of(now);
    }
    return timeout == null
        ? Optional.empty()
        : Optional.of(Lifetime.end("--timeout", timeout, now));
  }

  /// Takes the roll once.
  private interface Roll {
    Attendance take(AdministrationClient client, Instant now) throws ApiException;
  }

  private Optional<Waves> waves() throws CommandException, IOException {
    return waves == null
        ? Optional.empty()
        : Optional.of(Waves.read(surroundings.console(), waves));
  }

  /// The roll of a move while devices come one by one from another plane, else that of a take-over.
  private static Roll ofWhatHappens(Duration patience, Optional<Waves> waves) {
    Roll takeOver = roll(List.of(), patience);
    return (client, now) -> {
      Optional<TransitionView> move = move(client);
      return move.isEmpty()
          ? takeOver.take(client, now)
          : Attendance.ofMove(move.get(), waves.orElseGet(() -> Waves.byTag(move.get().nodes())));
    };
  }

  private static Optional<TransitionView> move(AdministrationClient client) throws ApiException {
    try {
      return Optional.of(client.transition()).filter(move -> move.endedAt() == null);
    } catch (ApiException e) {
      if (e.problem().filter(problem -> problem.status() == NOT_FOUND).isPresent()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Who is expected is who was there when that was first asked, unless it is known.
  private static Roll roll(List<Attendance.Expected> known, Duration patience) {
    List<Attendance.Expected> expected = new ArrayList<>(known);
    return (client, now) -> {
      List<NodeView> nodes = client.nodes();
      if (expected.isEmpty()) {
        nodes.forEach(node ->
            expected.add(
                new Attendance.Expected(
                    node.id(), node.name(), node.machineKey(), node.expiry(), node.lastSeen())));
      }
      return Attendance.take(expected, nodes, client.refusals(), now, patience);
    };
  }

  private Attendance watch(
      AdministrationClient client, Roll roll, Optional<Instant> end, WatchScreen screen)
      throws ApiException, IOException, InterruptedException {
    Attendance last = new Attendance("back", List.of(), List.of());
    boolean asked = false;
    while (true) {
      Instant now = surroundings.console().clock().instant();
      try {
        last = roll.take(client, now);
        asked = true;
        screen.show(last, now);
      } catch (ApiException e) {
        // While it is being restarted a coordinator does not answer; later it may.
        if (end.isEmpty() || !now.isBefore(end.get())) {
          throw e;
        }
        screen.trouble(String.valueOf(e.getMessage()));
      }
      boolean over = end.isPresent() && !now.isBefore(end.get());
      if (over || (asked && untilAllBack && last.isComplete())) {
        return last;
      }
      Thread.sleep(EVERY);
    }
  }

  private static List<Attendance.Expected> expected(Desk desk, String from)
      throws CommandException, SourceException {
    return desk.read(desk.endpoint(from), Endpoints.Purpose.LOOK).inventory().nodes().stream()
        .map(WatchCommand::expected)
        .toList();
  }

  private static Attendance.Expected expected(Node node) {
    return new Attendance.Expected(
        node.id().value(),
        node.label(),
        node.machineKey().toString(),
        node.expiry(),
        node.lastSeen());
  }
}
