package dev.wayleave.cli.settings;

import dev.wayleave.api.SettingsChange;
import dev.wayleave.api.SettingsView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.SafeText;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Says whether an administrator has to let in what is new.
@Command(
    name = "set",
    aliases = {"put", "update"},
    description = "Say whether an administrator has to let in what is new.",
    footer = {
      "",
      "Who waits already goes on waiting: \"users approve\" and \"nodes approve\" let them in."
    })
final class SetCommand extends AdministrationCommand {
  @Option(
      names = "--device-approval",
      paramLabel = "on|off",
      description = "Whether each new device awaits approval.")
  private @Nullable String devices;

  @Option(
      names = "--user-approval",
      paramLabel = "on|off",
      description = "Whether each new user awaits approval.")
  private @Nullable String users;

  SetCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void check() throws CommandException {
    if (devices == null && users == null) {
      throw new CommandException("say what to change: --device-approval or --user-approval.");
    }
    Object _ = change();
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    SettingsView settings = client.changeSettings(change());
    showOne(settings, GetCommand.table(settings));
  }

  private SettingsChange change() throws CommandException {
    return new SettingsChange(isOn("--device-approval", devices), isOn("--user-approval", users));
  }

  private static @Nullable Boolean isOn(String option, @Nullable String text)
      throws CommandException {
    if (text == null) {
      return null;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "on", "true", "yes" -> true;
      case "off", "false", "no" -> false;
      default ->
          throw new CommandException(
              "%s takes on or off, not \"%s\".".formatted(option, SafeText.line(text, 40)));
    };
  }
}
