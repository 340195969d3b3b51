package dev.wayleave.cli;

import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.trial.Listen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the coordinator. `./wayleave serve` becomes the server itself; this is for those who start
/// the command without that script.
@Command(
    name = "serve",
    description = {
      "Run the coordinator until Ctrl-C.",
      "Flags outrank settings that an import brought.",
      "WAYLEAVE_DB_URL, WAYLEAVE_DB_USER and WAYLEAVE_DB_PASSWORD name a PostgreSQL",
      "other than the one that comes along."
    })
final class ServeCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(names = "--listen", paramLabel = "HOST:PORT", description = "Where to listen.")
  private @Nullable String listen;

  @Option(names = "--server-url", paramLabel = "URL", description = "How clients reach it.")
  private @Nullable String serverUrl;

  @Option(names = "--data", paramLabel = "DIR", description = "Where data is kept; ./.wayleave.")
  private @Nullable String data;

  @Option(names = "--config", paramLabel = "FILE", description = "More settings.")
  private @Nullable String config;

  @Option(names = "--debug", description = "Show where an unexpected error came from.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  ServeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CommandException, IOException, InterruptedException {
    Process process = surroundings.servers().start(settings(), null);
    Thread hook = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(hook);
    return process.waitFor();
  }

  private Map<String, String> settings() throws CommandException {
    Console console = surroundings.console();
    Map<String, String> settings = new LinkedHashMap<>();
    if (listen != null) {
      settings.put("WAYLEAVE_LISTEN", Listen.parse(listen).toString());
    }
    if (serverUrl != null) {
      settings.put("WAYLEAVE_SERVER_URL", serverUrl);
    }
    if (data != null) {
      settings.put("WAYLEAVE_DATA", console.path(data).toString());
    }
    if (config != null) {
      Path file = console.path(config);
      if (!Files.isReadable(file)) {
        throw new CommandException(
            "the configuration file %s cannot be read; correct --config.".formatted(file));
      }
      settings.put("WAYLEAVE_CONFIG", file.toString());
    }
    return settings;
  }
}
