package dev.wayleave.cli.export;

import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.FormatOption;
import dev.wayleave.cli.HelpOptions;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.ProgressLine;
import dev.wayleave.importers.tailscale.NotRead;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.api.ExportRequest;
import dev.wayleave.importers.tailscale.api.ExportSummary;
import dev.wayleave.importers.tailscale.api.HostedAddress;
import dev.wayleave.importers.tailscale.api.HostedClient;
import dev.wayleave.importers.tailscale.api.HostedException;
import dev.wayleave.importers.tailscale.api.TailnetExport;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Saves what the API of hosted Tailscale says of a tailnet.
@Command(
    name = "tailscale",
    description = "Save what the API of hosted Tailscale says, each answer as it was given.",
    footer = {
      "",
      "The credential comes from TAILSCALE_API_KEY, from TAILSCALE_OAUTH_CLIENT_ID with",
      "TAILSCALE_OAUTH_CLIENT_SECRET or TAILSCALE_IDENTITY_TOKEN_FILE, or from a file.",
      "Exit status: 0 done, what may not be read is listed; 1 failed, go on by the same",
      "             command; 2 some answers failed that may come by asking again."
    })
final class TailscaleCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder to write, new, empty, or of an earlier run that is gone on with.")
  private String out = "";

  @Option(names = "--refresh", description = "Ask again for what is there already.")
  private boolean refresh;

  @Option(
      names = "--only",
      paramLabel = "SECTION",
      arity = "1..*",
      split = ",",
      description = "Ask for these sections alone, named as their files: devices, users, acl, …")
  private List<String> only = List.of();

  @Option(
      names = "--tailnet",
      paramLabel = "NAME",
      description = "The tailnet, unless it is the credential's own (or TAILSCALE_TAILNET).")
  private @Nullable String tailnet;

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description = "Where the API is (or TAILSCALE_BASE_URL); https://api.tailscale.com if unset.")
  private @Nullable String baseUrl;

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description = "Holds the credential: lines of NAME=VALUE, or a token alone.")
  private @Nullable String credentials;

  @Option(
      names = "--derp-map",
      paramLabel = "URL",
      description = "Where the map of relays is told to everybody; for the hosted API its own.")
  private @Nullable String derpMap;

  @Mixin final HelpOptions help = new HelpOptions();

  @Mixin private final FormatOption output = new FormatOption();

  TailscaleCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Console console = surroundings.console();
    HostedAccess options =
        new HostedAccess(tailnet, baseUrl, credentials == null ? null : console.path(credentials));
    HostedAddress address = options.address(console);
    ExportRequest request =
        new ExportRequest(console.path(out), sections(), refresh, derpMap(address));
    ExportSummary summary = run(console, options, request);
    ExportDocument document = ExportDocument.of(address, summary);
    if (output.isForPeople()) {
      ExportText.write(console, document);
    } else {
      Documents.write(output.format, console.out(), document);
    }
    boolean again = summary.notRead().stream().anyMatch(NotRead::mayPass);
    return again ? ExitCode.DIFFERENT : ExitCode.DONE;
  }

  private static ExportSummary run(Console console, HostedAccess options, ExportRequest request)
      throws CommandException {
    try (HostedClient client = options.client(console);
        ProgressLine progress = new ProgressLine(console)) {
      return TailnetExport.run(client, console.clock(), request, progress);
    } catch (HostedException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  private Set<Section> sections() throws CommandException {
    if (only.isEmpty()) {
      return EnumSet.allOf(Section.class);
    }
    Set<Section> sections = EnumSet.noneOf(Section.class);
    for (String name : only) {
      sections.add(
          Arrays.stream(Section.values())
              .filter(section -> name(section).equals(name.toLowerCase(Locale.ROOT)))
              .findFirst()
              .orElseThrow(() ->
                  new CommandException(
                      "there is no section \"%s\"; the sections are %s."
                          .formatted(
                              name,
                              Arrays.stream(Section.values())
                                  .map(TailscaleCommand::name)
                                  .collect(Collectors.joining(", "))))));
    }
    return sections;
  }

  /// A section is named as its file, without the ending.
  static String name(Section section) {
    return section.file().replaceFirst("\\.(hu)?json$", "");
  }

  private @Nullable URI derpMap(HostedAddress address) throws CommandException {
    if (derpMap == null) {
      return address.url().equals(HostedAddress.HOSTED) ? ExportRequest.HOSTED_DERP_MAP : null;
    }
    try {
      URI url = new URI(derpMap);
      if (url.getHost() != null
          && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw new CommandException("the URL after --derp-map cannot be read.", e);
    }
    throw new CommandException("--derp-map takes a URL; a file is put into the folder by hand.");
  }
}
