package dev.wayleave.cli;

import dev.wayleave.cli.administration.HealthCommand;
import dev.wayleave.cli.administration.OldSpelling;
import dev.wayleave.cli.administration.WordOrder;
import dev.wayleave.cli.apikeys.ApiKeysCommand;
import dev.wayleave.cli.auth.AuthCommand;
import dev.wayleave.cli.cutover.CutoverCommand;
import dev.wayleave.cli.dns.DnsCommand;
import dev.wayleave.cli.export.ExportCommand;
import dev.wayleave.cli.login.LoginCommand;
import dev.wayleave.cli.login.LogoutCommand;
import dev.wayleave.cli.nodes.NodesCommand;
import dev.wayleave.cli.nodes.RoutesCommand;
import dev.wayleave.cli.noise.NoiseKeysCommand;
import dev.wayleave.cli.oauth.OAuthClientsCommand;
import dev.wayleave.cli.oidc.OidcCommand;
import dev.wayleave.cli.policy.PolicyCommand;
import dev.wayleave.cli.preauthkeys.PreAuthKeysCommand;
import dev.wayleave.cli.providers.IdentityProvidersCommand;
import dev.wayleave.cli.report.Format;
import dev.wayleave.cli.settings.SettingsCommand;
import dev.wayleave.cli.users.UsersCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command `wayleave` and its verbs.
@Command(
    name = "wayleave",
    description = "Moves a tailnet between control planes, and runs it.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Endpoints: headscale:CONFIG.yaml, headscale+sqlite:FILE, headscale+postgres://…,",
      "           bundle:FILE, wayleave:URL (wayleave: alone is the coordinator at hand).",
      "Exit status: 0 done or no difference; 1 failed; 2 differences, blockers or losses."
    })
final class WayleaveCommand {
  private static final String NO_CONFIG =
      "there is no configuration file to test; \"wayleave serve --help\" lists the settings.";
  private static final String OWN_KEYS =
      "the coordinator makes its keys by itself when it first starts; there is none to generate.";
  private static final String NO_DEBUG =
      "devices that are yet to come are made over the API, by POST /api/v1alpha/nodes.";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  private WayleaveCommand() {}

  /// Runs one command line and gives what to exit with.
  static int run(Surroundings surroundings, String... args) {
    CommandLine line = commandLine(surroundings);
    try {
      return line.execute(WordOrder.verbsFirst(args));
    } catch (OutOfMemoryError e) {
      // What was being read is gone with the stack, so there is room for one sentence.
      return new Faults(surroundings.console()).outOfMemory();
    }
  }

  static CommandLine commandLine(Surroundings surroundings) {
    CommandLine line = new CommandLine(new WayleaveCommand());
    line.addSubcommand("try", new TryCommand(surroundings))
        .addSubcommand("serve", new ServeCommand(surroundings))
        .addSubcommand("inspect", new InspectCommand(surroundings))
        .addSubcommand("plan", new PlanCommand(surroundings))
        .addSubcommand("apply", new ApplyCommand(surroundings))
        .addSubcommand("verify", new VerifyCommand(surroundings))
        .addSubcommand("rollback", new RollbackCommand(surroundings))
        .addSubcommand("migrations", new MigrationsCommand(surroundings))
        .addSubcommand("export", ExportCommand.commandLine(surroundings))
        .addSubcommand("cutover", CutoverCommand.commandLine(surroundings))
        .addSubcommand("oidc", OidcCommand.commandLine(surroundings))
        .addSubcommand("policy", PolicyCommand.commandLine(surroundings))
        .addSubcommand("users", UsersCommand.commandLine(surroundings))
        .addSubcommand("nodes", NodesCommand.commandLine(surroundings))
        .addSubcommand("auth", AuthCommand.commandLine(surroundings))
        .addSubcommand("apikeys", ApiKeysCommand.commandLine(surroundings))
        .addSubcommand("oauth-clients", OAuthClientsCommand.commandLine(surroundings))
        .addSubcommand("identity-providers", IdentityProvidersCommand.commandLine(surroundings))
        .addSubcommand("noise-keys", NoiseKeysCommand.commandLine(surroundings))
        .addSubcommand("dns", DnsCommand.commandLine(surroundings))
        .addSubcommand("settings", SettingsCommand.commandLine(surroundings))
        .addSubcommand("routes", RoutesCommand.commandLine())
        .addSubcommand("login", new LoginCommand(surroundings))
        .addSubcommand("logout", new LogoutCommand(surroundings))
        .addSubcommand("health", new HealthCommand(surroundings))
        .addSubcommand("version", new VersionCommand(surroundings))
        .addSubcommand("configtest", OldSpelling.because(NO_CONFIG))
        .addSubcommand("generate", OldSpelling.because(OWN_KEYS), "gen")
        .addSubcommand("debug", OldSpelling.because(NO_DEBUG))
        .addSubcommand("preauthkeys", PreAuthKeysCommand.commandLine(surroundings))
        .addSubcommand("help", new CommandLine.HelpCommand())
        .addSubcommand("completion", new AutoComplete.GenerateCompletion())
        .addSubcommand("warm-up", new WarmUpCommand(surroundings));
    Faults faults = new Faults(surroundings.console());
    line.getCommandSpec().versionProvider(() -> new String[] {"wayleave " + version()});
    return line.registerConverter(Format.class, text -> format(text))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                surroundings.console().style() == dev.wayleave.cli.terminal.Style.COLOURED
                    ? CommandLine.Help.Ansi.ON
                    : CommandLine.Help.Ansi.OFF))
        .setOut(new PrintWriter(surroundings.console().out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(surroundings.console().err(), true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler(faults::inArguments)
        .setExecutionExceptionHandler(faults::inExecution)
        .setExecutionStrategy(new CommandLine.RunLast());
  }

  private static Format format(String text) {
    if (text.isEmpty()) {
      return Format.TABLE;
    }
    for (Format format : Format.values()) {
      if (format.toString().equals(text.toLowerCase(Locale.ROOT))) {
        return format;
      }
    }
    throw new CommandLine.TypeConversionException("-o takes table, json, json-line or yaml");
  }

  static String version() {
    return Optional.ofNullable(WayleaveCommand.class.getPackage().getImplementationVersion())
        .orElse("(not packaged)");
  }
}
