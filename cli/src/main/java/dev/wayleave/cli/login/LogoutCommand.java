package dev.wayleave.cli.login;

import dev.wayleave.api.client.ApiException;
import dev.wayleave.api.client.SessionClient;
import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.HelpOptions;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.endpoint.CoordinatorUrl;
import dev.wayleave.cli.endpoint.KeptSessions;
import dev.wayleave.cli.terminal.CommandException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Ends the key of a login at its coordinator, and forgets it here.
@Command(
    name = "logout",
    description = "End your login at a coordinator; at all of them unless one is named.")
public final class LogoutCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(names = "--server", paramLabel = "URL", description = "The coordinator.")
  private @Nullable String server;

  @Mixin final HelpOptions help = new HelpOptions();

  public LogoutCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CommandException, ApiException {
    KeptSessions sessions = KeptSessions.of(surroundings.console());
    List<KeptSessions.Kept> ended =
        server == null
            ? sessions.all()
            : sessions.find(CoordinatorUrl.parse(server)).stream().toList();
    if (ended.isEmpty()) {
      throw new CommandException("you are not logged in there.");
    }
    for (KeptSessions.Kept one : ended) {
      // Forgotten first: a coordinator that does not answer must not keep it here.
      sessions.forget(one.url());
      try (SessionClient client = new SessionClient(one.url())) {
        client.end(one.key());
      }
      surroundings.console().out().println("You are logged out at " + one.url() + ".");
    }
    return ExitCode.DONE;
  }
}
