package dev.wayleave.cli.cutover;

import dev.wayleave.cli.Desk;
import dev.wayleave.cli.EndpointOptions;
import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.FormatOption;
import dev.wayleave.cli.Surroundings;
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
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      required = true,
      description = "Who knows the devices.")
  private String from = "";

  @Option(
      names = "--to-url",
      paramLabel = "URL",
      required = true,
      description = "The control server that they move to.")
  private String toUrl = "";

  @Option(
      names = "--from-url",
      paramLabel = "URL",
      description = "The one they leave: by default the source's own, else hosted Tailscale's.")
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
    ControlUrl to = url("--to-url", toUrl);
    List<WaveList> lists = new ArrayList<>();
    for (String file : waves) {
      lists.add(list(console, file));
    }
    KitFolder folder = KitFolder.at(console.path(out));
    Desk desk = new Desk(surroundings, options.access(console));
    Inventory inventory = desk.read(desk.endpoint(from), Endpoints.Purpose.LOOK).inventory();
    ControlUrl old = old(inventory);
    if (old.equals(to)) {
      throw new CommandException(
          "the devices are at %s already; name the new server by --to-url.".formatted(to));
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

  private ControlUrl old(Inventory inventory) throws CommandException {
    if (fromUrl != null) {
      return url("--from-url", fromUrl);
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
