package dev.wayleave.cli.preauthkeys;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.wayleave.api.CreatePreAuthKeyRequest;
import dev.wayleave.api.IdText;
import dev.wayleave.api.NewKey;
import dev.wayleave.api.PreAuthKeyView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.administration.Lifetime;
import dev.wayleave.cli.administration.Users;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Makes a pre-auth key and prints it, alone.
@Command(
    name = "create",
    aliases = {"c", "new"},
    description = "Make a pre-auth key and print it, alone.",
    footer = {"", "A key without --user belongs to its tags."})
final class CreateCommand extends AdministrationCommand {
  /// What programs are told: the key, beside the fields that lists have.
  record Document(String key, @JsonUnwrapped PreAuthKeyView view) {}

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      description =
          "Whose devices register with it: an id of here or where the user came from, a name or an e-mail address.")
  private @Nullable String user;

  @Option(names = "--reusable", description = "Let more than one device register with it.")
  private boolean reusable;

  @Option(names = "--ephemeral", description = "Its devices go when they are offline for long.")
  private boolean ephemeral;

  @Option(names = "--preapproved", description = "Its devices need nobody's approval.")
  private boolean preapproved;

  @Option(
      names = {"-e", "--expiration"},
      paramLabel = "TIME",
      description = "How long it works, such as 30m, 24h or 90d; 1h unless given.")
  private String expiration = "1h";

  @Option(
      names = {"-t", "--tags"},
      paramLabel = "TAG",
      split = ",",
      description = "The tags that own its devices, such as tag:server.")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = {"-d", "--description"},
      paramLabel = "TEXT",
      description = "What it is for.")
  private @Nullable String description;

  CreateCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void check() throws CommandException {
    Lifetime.end("--expiration", expiration, now());
    if (user == null && tags.isEmpty()) {
      throw new CommandException(
          "say whose devices register with the key: --user USER, or --tags TAG for tagged ones.");
    }
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    Long owner = user == null ? null : new Users(client.users()).find(client, user).id();
    NewKey<PreAuthKeyView> made =
        client.createPreAuthKey(
            new CreatePreAuthKeyRequest(
                IdText.of(owner),
                List.copyOf(tags),
                description,
                reusable,
                ephemeral,
                Lifetime.end("--expiration", expiration, now()),
                preapproved));
    show(new Document(made.key(), made.view()), made.key());
  }
}
