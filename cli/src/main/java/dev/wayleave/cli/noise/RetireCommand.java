package dev.wayleave.cli.noise;

import dev.wayleave.api.NoiseKeyView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Takes an older Noise key away.
@Command(
    name = "retire",
    aliases = {"delete", "remove", "del"},
    description = "Accept an older Noise key no more.")
final class RetireCommand extends AdministrationCommand {
  private static final int FEWEST_DIGITS = 8;

  @Parameters(
      paramLabel = "KEY",
      description = "The public half of the key, or how it begins: at least 8 digits.")
  private String key = "";

  RetireCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void check() throws CommandException {
    if (digits(key).length() < FEWEST_DIGITS) {
      throw new CommandException(
          "name the key by the first %d digits of its public half or more; \"wayleave noise-keys list\" shows them."
              .formatted(FEWEST_DIGITS));
    }
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    List<NoiseKeyView> meant =
        client.noiseKeys().stream()
            .filter(one -> digits(one.publicKey()).startsWith(digits(key)))
            .toList();
    if (meant.size() != 1) {
      throw new CommandException(
          (meant.isEmpty() ? "there is no Noise key" : "there are several Noise keys")
              + " that begins with \""
              + digits(key)
              + "\".");
    }
    String publicKey = meant.getFirst().publicKey();
    confirm("Shut out clients that still hold " + publicKey + "?");
    show(client.retireNoiseKey(publicKey), "Noise key " + publicKey + " is accepted no more.");
  }

  private static String digits(String key) {
    return key.startsWith("mkey:") ? key.substring("mkey:".length()) : key;
  }
}
