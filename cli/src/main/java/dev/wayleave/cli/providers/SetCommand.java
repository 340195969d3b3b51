package dev.wayleave.cli.providers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.wayleave.api.IdentityProviderSettings;
import dev.wayleave.api.IdentityProviderView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Adds an identity provider, or replaces its settings whole.
@Command(
    name = "set",
    aliases = {"add", "create"},
    description = "Add an identity provider, or replace its settings whole.",
    footer = {
      "",
      "The file holds what docs/identity-providers.md names: issuer, clientId, scopes, allowed …",
      "The client secret comes from a file of its own, or from WAYLEAVE_CLIENT_SECRET."
    })
final class SetCommand extends ProviderCommand {
  private static final String SECRET = "WAYLEAVE_CLIENT_SECRET";
  private static final long LARGEST = 1 << 20;
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final ObjectReader SETTINGS =
      YAML.readerFor(IdentityProviderSettings.class)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      required = true,
      description = "Its settings, YAML or JSON.")
  private String file = "";

  @Option(
      names = "--client-secret-file",
      paramLabel = "FILE",
      description = "Holds the client secret; without one the former stays.")
  private @Nullable String secretFile;

  SetCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    IdentityProviderView view = client.setIdentityProvider(name, settings());
    show(
        view,
        "People log in at %s from now on; register %s there as redirect address."
            .formatted(view.name(), view.callbackUrl()));
    if (!view.secret()) {
      hint("no client secret is known, so this is a public client to " + view.displayName() + ".");
    }
  }

  private IdentityProviderSettings settings() throws CommandException, IOException {
    try {
      JsonNode read = YAML.readTree(bytes(file));
      if (!(read instanceof ObjectNode settings)) {
        throw new CommandException(file + " holds no settings; see docs/identity-providers.md.");
      }
      String secret = secret();
      if (secret != null) {
        settings.put("clientSecret", secret);
      }
      return SETTINGS.readValue(settings);
    } catch (JsonProcessingException e) {
      throw new CommandException(
          "%s is wrong: %s."
              .formatted(file, e.getOriginalMessage().lines().findFirst().orElse("it is no YAML")),
          e);
    }
  }

  private @Nullable String secret() throws CommandException, IOException {
    if (secretFile != null) {
      return new String(bytes(secretFile), StandardCharsets.UTF_8).strip();
    }
    return console().variable(SECRET).orElse(null);
  }

  private byte[] bytes(String named) throws CommandException, IOException {
    Path path = console().path(named);
    try {
      if (Files.size(path) > LARGEST) {
        throw new CommandException(named + " is larger than 1 MiB.");
      }
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw new CommandException("there is no file " + named + ".", e);
    }
  }
}
