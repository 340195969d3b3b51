package dev.wayleave.cli.apikeys;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.wayleave.api.ApiKeyView;
import dev.wayleave.api.CreateApiKeyRequest;
import dev.wayleave.api.IdText;
import dev.wayleave.api.NewKey;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.administration.Lifetime;
import dev.wayleave.cli.administration.Users;
import dev.wayleave.cli.administration.Words;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Makes an API key and prints it, alone.
@Command(
    name = "create",
    aliases = {"c", "new"},
    description = "Make an API key and print it, alone.",
    footer = {"", "A key without --scope may do what an administrator may."})
final class CreateCommand extends AdministrationCommand {
  /// What programs are told: the key, beside the fields that lists have.
  record Document(String key, @JsonUnwrapped ApiKeyView view) {}

  @Option(
      names = {"-e", "--expiration"},
      paramLabel = "TIME",
      description = "How long it works, such as 24h or 90d; 90d unless given.")
  private String expiration = "90d";

  @Option(
      names = {"-s", "--scope"},
      paramLabel = "SCOPE",
      split = ",",
      description = "What it may do, such as users:read.")
  private List<String> scopes = new ArrayList<>();

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      description = "Whose it is: an id, a name or an e-mail address.")
  private @Nullable String user;

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
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    Long owner = user == null ? null : new Users(client.users()).find(client, user).id();
    NewKey<ApiKeyView> made =
        client.createApiKey(
            new CreateApiKeyRequest(
                IdText.of(owner),
                description,
                List.copyOf(Words.of(scopes)),
                Lifetime.end("--expiration", expiration, now())));
    show(new Document(made.key(), made.view()), made.key());
  }
}
