package dev.wayleave.cli.oauth;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.wayleave.api.CreateOAuthClientRequest;
import dev.wayleave.api.NewKey;
import dev.wayleave.api.OAuthClientView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.administration.Words;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Makes an OAuth client and prints its secret, alone.
@Command(
    name = "create",
    aliases = {"c", "new"},
    description = "Make an OAuth client and print its secret, alone.")
final class CreateCommand extends AdministrationCommand {
  /// What programs are told: the secret, beside the fields that lists have.
  record Document(String key, @JsonUnwrapped OAuthClientView view) {}

  @Option(
      names = {"-s", "--scope"},
      paramLabel = "SCOPE",
      split = ",",
      description = "What its tokens may do, such as devices:core or policy_file:read.")
  private List<String> scopes = new ArrayList<>();

  @Option(
      names = {"-t", "--tag"},
      paramLabel = "TAG",
      split = ",",
      description = "What its tokens may give to devices, such as tag:operator.")
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
    if (Words.of(scopes).isEmpty()) {
      throw new CommandException("say what its tokens may do: --scope SCOPE, several if need be.");
    }
  }

  @Override
  protected void run(AdministrationClient client) throws ApiException, IOException {
    NewKey<OAuthClientView> made =
        client.createOAuthClient(
            new CreateOAuthClientRequest(
                List.copyOf(Words.of(scopes)), List.copyOf(Words.of(tags)), description, null));
    hint("OAuth client %s is made; its secret is shown this once.".formatted(made.view().id()));
    show(new Document(made.key(), made.view()), made.key());
  }
}
