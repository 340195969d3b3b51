package dev.wayleave.cli.login;

import dev.wayleave.api.SessionBegun;
import dev.wayleave.api.SessionView;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.api.client.CoordinatorAddress;
import dev.wayleave.api.client.SessionClient;
import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.HelpOptions;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.endpoint.CoordinatorUrl;
import dev.wayleave.cli.endpoint.KeptSessions;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.SafeText;
import dev.wayleave.tailnet.model.SecretText;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Logs a person in at a coordinator, in a browser, and keeps the key that comes of it.
@Command(
    name = "login",
    description = {
      "Log in at a coordinator through its identity provider, to administer it with",
      "your own rights; the key lasts twelve hours and is kept for other commands."
    })
public final class LoginCommand implements Callable<Integer> {
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final Surroundings surroundings;

  @Option(
      names = "--server",
      paramLabel = "URL",
      required = true,
      description = "The coordinator, for example https://vpn.example.com.")
  private String server = "";

  @Mixin final HelpOptions help = new HelpOptions();

  public LoginCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CommandException, ApiException, InterruptedException {
    URI url = CoordinatorUrl.parse(server);
    if (!new CoordinatorAddress(url, SecretText.of("")).isConfidential()) {
      throw new CommandException(
          "%s is not encrypted, so anybody on the way could take the key; write https://."
              .formatted(url));
    }
    try (SessionClient client = new SessionClient(url)) {
      SessionBegun begun = client.begin(device());
      Console console = surroundings.console();
      console.err().println("Open this page and log in:");
      console.err().println();
      console.err().println("  " + SafeText.line(begun.address()));
      console.err().println();
      console.err().println("It asks for this code: " + SafeText.line(begun.code()));
      SessionView open = await(client, begun);
      keep(url, open);
    }
    return ExitCode.DONE;
  }

  private String device() {
    Console console = surroundings.console();
    return console.variable("HOSTNAME").or(() -> console.variable("COMPUTERNAME")).orElse("");
  }

  private SessionView await(SessionClient client, SessionBegun begun)
      throws ApiException, CommandException, InterruptedException {
    while (surroundings.console().clock().instant().isBefore(begun.until())) {
      SessionView now = client.ask(begun);
      if (now.status().equals("open")) {
        return now;
      }
      Thread.sleep(EVERY);
    }
    throw new CommandException("nobody confirmed in time; nothing was changed.");
  }

  private void keep(URI url, SessionView open) throws CommandException {
    String key = open.key();
    String user = open.user();
    Instant until = open.until();
    if (key == null || user == null || until == null) {
      throw new CommandException(
          "the answer of the coordinator at %s holds no key; is it a Wayleave?".formatted(url));
    }
    Console console = surroundings.console();
    KeptSessions.of(console).keep(new KeptSessions.Kept(url, SecretText.of(key), user, until));
    console
        .out()
        .println(
            SafeText.line("You are logged in at %s as %s until %s.".formatted(url, user, until)));
  }
}
