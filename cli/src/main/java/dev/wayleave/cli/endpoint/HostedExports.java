package dev.wayleave.cli.endpoint;

import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.SafeText;
import dev.wayleave.exporters.tailscale.HostedHold;
import dev.wayleave.importers.tailscale.HostedOptions;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.api.ExportRequest;
import dev.wayleave.importers.tailscale.api.HostedAddress;
import dev.wayleave.importers.tailscale.api.HostedClient;
import dev.wayleave.importers.tailscale.api.HostedException;
import dev.wayleave.importers.tailscale.api.MemorySink;
import dev.wayleave.importers.tailscale.api.Patience;
import dev.wayleave.importers.tailscale.api.Reply;
import dev.wayleave.importers.tailscale.api.Waiting;
import dev.wayleave.importers.tailscale.folder.ExportFolder;
import dev.wayleave.importers.tailscale.kind.ExportKinds;
import dev.wayleave.importers.tailscale.shape.OpenedExport;
import dev.wayleave.importers.tailscale.source.HostedSource;
import dev.wayleave.tailnet.inventory.InventorySource;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.SecretText;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Opens what was exported from hosted Tailscale, with the secrets that somebody gives beside it.
final class HostedExports {
  private static final String DISABLEMENT = "WAYLEAVE_LOCK_DISABLEMENT_SECRET";
  private static final int MAX_SECRETS_BYTES = 1 << 20;
  private static final int MAX_MAP_BYTES = 16 << 20;
  private static final Duration LONGEST_FETCH = Duration.ofMinutes(2);

  private final Console console;
  private final HostedFlags flags;
  private final Path temporary;

  /// @param temporary where what is fetched lies as long as it is read
  HostedExports(Console console, HostedFlags flags, Path temporary) {
    this.console = console;
    this.flags = flags;
    this.temporary = temporary;
  }

  /// An export that lies on this machine; nothing but a map of relays that is named by its URL is
  /// fetched for it.
  InventorySource read(Path place) throws CommandException {
    HostedOptions options = options();
    String map = flags.derpMap();
    if (map == null || !isUrl(map)) {
      return progress -> read(place, options, progress);
    }
    URI url = url(map);
    return progress -> {
      try (PrivateFolder folder = PrivateFolder.in(temporary)) {
        Path file = folder.path().resolve(Section.DERP_MAP.file());
        fetch(url, file, progress);
        return read(place, options.with(Section.DERP_MAP, file), progress);
      }
    };
  }

  private static Reading read(Path place, HostedOptions options, Progress progress)
      throws SourceException {
    Optional<OpenedExport> other = ExportKinds.open(place);
    return (other.isPresent()
            ? new HostedSource(other.get().export(), other.get().findings(), options)
            : new HostedSource(ExportFolder.open(place), options))
        .read(progress);
  }

  private void fetch(URI url, Path file, Progress progress) throws SourceException {
    progress.at("asking for the map of relays", 0, 1);
    try (HostedClient client =
        HostedClient.withoutCredential(
            Patience.USUAL.within(LONGEST_FETCH),
            Waiting.real(console.clock(), console.random()))) {
      client.tell(progress);
      MemorySink body = new MemorySink(MAX_MAP_BYTES);
      Reply reply = client.askOpenly(url, body);
      if (!reply.isGood()) {
        throw new SourceException(
            "%s gives no map of relays (HTTP %d%s); check the URL after --derp-map, or give a file."
                .formatted(
                    url, reply.status(), reply.message().isEmpty() ? "" : ", " + reply.message()));
      }
      Files.write(file, body.bytes());
    } catch (HostedException e) {
      throw new SourceException("The map of relays cannot be fetched: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new SourceException(
          "The map of relays cannot be kept in " + temporary + "; check that there is room.", e);
    }
  }

  /// The API, asked into a folder first: what comes of it can then be looked at by itself.
  InventorySource ask(String tailnet) throws CommandException {
    HostedOptions options = options();
    var address = flags.api().of(tailnet);
    URI map = derpMapUrl(address.address(console));
    return new AskedTailnet(
        () -> address.client(console),
        console.clock(),
        new AskedTailnet.Folders(flags.exportDir(), temporary),
        map,
        options);
  }

  private @Nullable URI derpMapUrl(HostedAddress address) throws CommandException {
    String given = flags.derpMap();
    if (given != null) {
      return isUrl(given) ? url(given) : null;
    }
    return address.url().equals(HostedAddress.HOSTED) ? ExportRequest.HOSTED_DERP_MAP : null;
  }

  private static boolean isUrl(String text) {
    return text.matches("https?://[^\\s]+");
  }

  private static URI url(String text) throws CommandException {
    try {
      URI url = new URI(text);
      if (url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw new CommandException("the URL after --derp-map cannot be read.", e);
    }
    throw new CommandException("the URL after --derp-map names no host.");
  }

  private Map<Section, Path> files() {
    Map<Section, Path> files = new EnumMap<>(Section.class);
    Path lock = flags.lockStatus();
    if (lock != null) {
      files.put(Section.LOCK_STATUS, lock);
    }
    String map = flags.derpMap();
    if (map != null && !isUrl(map)) {
      files.put(Section.DERP_MAP, console.path(map));
    }
    return files;
  }

  HostedOptions options() throws CommandException {
    return new HostedOptions(
        console.clock(), controlUrl(), adopted(), disablement(), held(), files());
  }

  /// What `cutover hold --old` disabled is no wish of the tailnet's.
  private Set<String> held() throws CommandException {
    Optional<Path> state = StateFolder.find(console);
    try {
      return state.isEmpty() ? Set.of() : HostedHold.held(state.get());
    } catch (IOException e) {
      throw new CommandException(
          "what was set at the hosted side cannot be read in %s; check that this user may read it."
              .formatted(state.get()),
          e);
    }
  }

  private String controlUrl() throws CommandException {
    String given = flags.controlUrl();
    if (given == null) {
      return HostedOptions.CONTROL_URL;
    }
    try {
      URI url = new URI(given);
      String scheme = url.getScheme();
      if (url.getHost() != null && ("https".equals(scheme) || "http".equals(scheme))) {
        return given.replaceAll("/+$", "");
      }
    } catch (URISyntaxException e) {
      throw new CommandException("the URL after --old-control-url cannot be read.", e);
    }
    throw new CommandException(
        "--old-control-url takes a URL as devices hold it, not \"%s\"."
            .formatted(SafeText.line(given, 60)));
  }

  private List<SecretText> adopted() throws CommandException {
    Path file = flags.adoptKeys();
    if (file == null) {
      return List.of();
    }
    return lines(file, "--adopt-keys").stream()
        .filter(line -> !line.startsWith("#"))
        .map(SecretText::of)
        .toList();
  }

  private @Nullable SecretText disablement() throws CommandException {
    Path file = flags.disablementSecret();
    if (file == null) {
      return console.variable(DISABLEMENT).map(String::strip).map(SecretText::of).orElse(null);
    }
    Optional<String> first = lines(file, "--lock-disablement-secret-file").stream().findFirst();
    return SecretText.of(
        first.orElseThrow(() ->
            new CommandException(
                "the file %s after --lock-disablement-secret-file is empty.".formatted(file))));
  }

  private static List<String> lines(Path file, String option) throws CommandException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_SECRETS_BYTES + 1);
      if (bytes.length > MAX_SECRETS_BYTES) {
        throw new CommandException(
            "the file %s is larger than any list of keys; correct %s.".formatted(file, option));
      }
      return new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new CommandException(
          "the file %s cannot be read; correct %s.".formatted(file, option), e);
    }
  }
}
