package dev.wayleave.cli.users.identities;

import dev.wayleave.api.ExpectRequest;
import dev.wayleave.api.UserView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.Lifetime;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Waits for a login whose subject nobody knows yet, and makes it the user's.
@Command(
    name = "expect",
    aliases = {"await"},
    description = "Wait for a login that proves a claim, and make it the user's.",
    footer = {
      "",
      "The first login at the issuer that proves the claim in time becomes the user's. An e-mail",
      "address has to be a verified one too."
    })
final class ExpectCommand extends OfUserCommand {
  @Mixin private final IssuerOption whose = new IssuerOption();

  @Option(
      names = "--claim",
      paramLabel = "NAME",
      defaultValue = "email",
      description = "Which claim: ${DEFAULT-VALUE} unless given.")
  private String claim = "";

  @Option(
      names = "--value",
      paramLabel = "TEXT",
      required = true,
      description = "What the claim has to be, byte for byte.")
  private String value = "";

  @Option(
      names = {"-e", "--expiration"},
      paramLabel = "TIME",
      defaultValue = "7d",
      description =
          "How long to wait, for example 24h: ${DEFAULT-VALUE} unless given, 90d at most.")
  private String expiration = "";

  ExpectCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void check() throws CommandException {
    whose.check();
    Object _ = Lifetime.parse("--expiration", expiration);
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    UserView user = user(client);
    String issuer = whose.find(client);
    Instant until = Lifetime.end("--expiration", expiration, now());
    confirm(
        "Whoever is first to log in with %s %s at %s until %s is user %s from then on. Go on?"
            .formatted(claim, value, issuer, until, label(user)));
    show(
        client.expectIdentity(user.id(), new ExpectRequest(issuer, claim, value, until)),
        "The login is awaited for user %s until %s.".formatted(label(user), until));
  }
}
