package dev.wayleave.cli.cutover;

import dev.wayleave.api.SettingsView;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.cli.Desk;
import dev.wayleave.cli.EndpointOptions;
import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.FormatOption;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.endpoint.Endpoint;
import dev.wayleave.cli.endpoint.Endpoints;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.report.KitDocument;
import dev.wayleave.cli.report.KitText;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.tailnet.cutover.kit.ControlUrl;
import dev.wayleave.tailnet.cutover.kit.Grouping;
import dev.wayleave.tailnet.cutover.kit.Kit;
import dev.wayleave.tailnet.cutover.kit.KitException;
import dev.wayleave.tailnet.cutover.kit.KitRequest;
import dev.wayleave.tailnet.cutover.kit.WaveList;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Transition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Writes what devices need in order to move to another control server and back.
@Command(
    name = "kit",
    description = "Write scripts, playbooks and settings that move devices, and bring them back.")
final class KitCommand implements Callable<Integer> {
  private static final int LONGEST_LIST = 16 << 20;

  private final Surroundings surroundings;

  @Option(
      names = "--from",
      paramLabel = "ENDPOINT",
      defaultValue = "wayleave:",
      description = "Who knows the devices; the coordinator at hand unless given.")
  private String from = "";

  @Option(
      names = "--to-url",
      paramLabel = "URL",
      description = "The control server that they move to; the coordinator's unless given.")
  private @Nullable String toUrl;

  @Option(
      names = "--from-url",
      paramLabel = "URL",
      description =
          "The one they leave: by default what the source says of it, else hosted Tailscale's.")
  private @Nullable String fromUrl;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "A new folder, or one that this command wrote.")
  private String out = "";

  @Option(
      names = "--group-by",
      paramLabel = "WHAT",
      defaultValue = "os",
      description = "What devices share a script: owner, tag, os or none (one each).")
  private Grouping grouping = Grouping.OS;

  @Option(
      names = "--wave",
      paramLabel = "FILE",
      description = "Devices that go together, one a line; the first file is the first wave.")
  private List<String> waves = new ArrayList<>();

  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final EndpointOptions options = new EndpointOptions();

  KitCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Console console = surroundings.console();
    List<WaveList> lists = new ArrayList<>();
    for (String file : waves) {
      lists.add(list(console, file));
    }
    KitFolder folder = KitFolder.at(console.path(out));
    Endpoints.Access access = options.access(console);
    Desk desk = new Desk(surroundings, access);
    Endpoint source = desk.endpoint(from);
    ControlUrl to = to(source, access);
    Inventory inventory = desk.read(source, Endpoints.Purpose.LOOK).inventory();
    ControlUrl old = old(inventory, access.hosted().controlUrl());
    if (old.equals(to)) {
      throw new CommandException(
          "the devices are at %s already; name the new server by --to-url, or the old one by --from-url."
              .formatted(to));
    }
    Kit kit = make(inventory, new KitRequest(old, to, grouping, lists, console.clock().instant()));
    folder.write(kit);
    KitDocument document =
        new KitDocument(
            out, old.text(), to.text(), kit.files().size(), kit.waves(), kit.findings());
    if (output.isForPeople()) {
      KitText.write(console, document);
    } else {
      Documents.write(output.format, console.out(), document);
    }
    return ExitCode.DONE;
  }

  private static Kit make(Inventory inventory, KitRequest request) throws CommandException {
    try {
      return Kit.of(inventory, request);
    } catch (KitException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  private ControlUrl to(Endpoint source, Endpoints.Access access)
      throws CommandException, ApiException {
    if (toUrl != null) {
      return url("--to-url", toUrl);
    }
    if (!(source instanceof Endpoint.Coordinator coordinator)) {
      throw new CommandException("name the server that the devices move to by --to-url.");
    }
    try (CoordinatorClient client =
        surroundings.endpoints().coordinator(coordinator.url(), access)) {
      SettingsView settings = client.get("/api/v1alpha/settings", SettingsView.class);
      return url("the URL of the coordinator", settings.serverUrl());
    }
  }

  /// What is being left: a tailnet that is on its way knows where from.
  private ControlUrl old(Inventory inventory, @Nullable String named) throws CommandException {
    if (fromUrl != null) {
      return url("--from-url", fromUrl);
    }
    Optional<Transition> move = inventory.transition().filter(Transition::underWay);
    if (move.isPresent()) {
      return url("the URL that is left", move.get().controlUrl());
    }
    if (named != null) {
      return url("--old-control-url", named);
    }
    String own = inventory.server().map(ServerSettings::serverUrl).orElse("");
    return own.isEmpty() ? ControlUrl.HOSTED : url("the URL of the source", own);
  }

  private static ControlUrl url(String option, String text) throws CommandException {
    try {
      return new ControlUrl(text);
    } catch (IllegalArgumentException e) {
      throw new CommandException("%s: %s.".formatted(option, e.getMessage()), e);
    }
  }

  private static WaveList list(Console console, String file) throws CommandException, IOException {
    Path path = console.path(file);
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LONGEST_LIST + 1);
      if (bytes.length > LONGEST_LIST) {
        throw new CommandException(file + " is larger than 16 MiB, which no list of devices is.");
      }
      return new WaveList(file, new String(bytes, StandardCharsets.UTF_8));
    }
  }
}
