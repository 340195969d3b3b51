package dev.wayleave.importers.headscale.running;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.InventorySource;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.ServerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A Headscale whose database is read and which, where it runs, is asked for what it keeps in
/// memory alone.
public final class WithRunningServer implements InventorySource {
  /// What cannot be known unless the server is asked.
  static final String UNKNOWN = "EXPIRY_ONLY_IN_MEMORY";

  /// Releases that keep what `nodes expire` sets in memory; run with 0.27.1 and 0.28.0, and not so
  /// in 0.26.1 and 0.29.2.
  private static final Pattern FORGETFUL = Pattern.compile("v?0\\.(27|28)(\\..*)?");

  private static final String DEFAULT_SOCKET = "/var/run/headscale/headscale.sock";

  private final InventorySource stored;
  private final Asking asking;
  private final @Nullable Path directory;

  /// @param stored reads configuration and database
  /// @param directory where the configuration lies, against which the path of the socket counts;
  ///   null where there is no configuration
  public WithRunningServer(InventorySource stored, Asking asking, @Nullable Path directory) {
    this.stored = stored;
    this.asking = asking;
    this.directory = directory;
  }

  @Override
  public Reading read(Progress progress) throws SourceException {
    Reading reading = stored.read(progress);
    return switch (asking) {
      case Asking.Never _ -> unasked(reading, "--no-running keeps it from being asked");
      case Asking.At at -> insist(reading, new HttpServer(at.url(), at.key()));
      case Asking.WhereItAnswers _ -> whereItAnswers(reading);
    };
  }

  private static Reading insist(Reading reading, RunningServer server) throws SourceException {
    try {
      return new RunningExpiry(reading, server.name()).from(server.nodes());
    } catch (RunningException e) {
      throw new SourceException(
          e.clause() + "; correct --running or HEADSCALE_CLI_API_KEY, or leave --running out.", e);
    }
  }

  private Reading whereItAnswers(Reading reading) {
    Optional<Path> socket = socket(reading, directory);
    if (socket.isEmpty()) {
      return unasked(reading, "no socket of it is known here");
    }
    if (!Files.exists(socket.get())) {
      return unasked(reading, "there is no socket " + socket.get());
    }
    RunningServer server = new SocketServer(socket.get());
    try {
      return new RunningExpiry(reading, server.name()).from(server.nodes());
    } catch (RunningException e) {
      return unasked(reading, e.clause());
    }
  }

  /// Where the command line of a server asks it.
  ///
  /// @param directory where its configuration lies
  public static Optional<Path> socket(Reading reading, @Nullable Path directory) {
    Map<String, String> other =
        reading.inventory().server().map(ServerSettings::other).orElse(Map.of());
    return Optional.ofNullable(directory)
        .map(base -> base.resolve(other.getOrDefault("unix_socket", DEFAULT_SOCKET)).normalize());
  }

  private static Reading unasked(Reading reading, String why) {
    String release = reading.inventory().source().release();
    if (!FORGETFUL.matcher(release).matches()) {
      return reading;
    }
    List<Finding> findings = new ArrayList<>(reading.findings());
    findings.add(
        Finding.action(
            UNKNOWN,
            "source",
            "Headscale %s keeps what \"nodes expire\" sets in memory and forgets it when it stops, and %s: nodes that were expired that way are not expired here."
                .formatted(release, why),
            "While it runs, read it with its socket or with --running URL and an API key in"
                + " HEADSCALE_CLI_API_KEY; or expire those nodes again afterwards."));
    return new Reading(reading.inventory(), reading.counts(), findings);
  }
}
