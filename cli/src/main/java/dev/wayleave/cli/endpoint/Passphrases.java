package dev.wayleave.cli.endpoint;

import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.Prompt;
import dev.wayleave.tailnet.model.SecretText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Gets the passphrase of a bundle from a file, the environment or the person, never from argv.
final class Passphrases {
  private static final String ELSEWHERE =
      "give --passphrase-file FILE or WAYLEAVE_PASSPHRASE, or run this on a terminal";

  private final Console console;
  private final BundleFlags options;

  Passphrases(Console console, BundleFlags options) {
    this.console = console;
    this.options = options;
  }

  /// The passphrase of a bundle that is there already.
  SecretText toOpen(Path bundle) throws CommandException {
    Optional<SecretText> given = given();
    if (given.isEmpty()) {
      given = new Prompt(console).passphrase("Passphrase of " + bundle.getFileName());
    }
    return given.orElseThrow(
        () -> new CommandException("%s is encrypted; %s.".formatted(bundle, ELSEWHERE)));
  }

  /// The passphrase of a bundle that is to be written.
  SecretText toSeal(Path bundle) throws CommandException {
    Optional<SecretText> given = given();
    if (given.isEmpty()) {
      given = askTwice(bundle);
    }
    return given.orElseThrow(() ->
        new CommandException(
            "%s is to be encrypted and there is no passphrase; %s, or take --plain."
                .formatted(bundle, ELSEWHERE)));
  }

  private Optional<SecretText> askTwice(Path bundle) throws CommandException {
    Prompt prompt = new Prompt(console);
    Optional<SecretText> first = prompt.passphrase("New passphrase of " + bundle.getFileName());
    if (first.isPresent() && !first.equals(prompt.passphrase("The same again"))) {
      throw new CommandException("the two passphrases differ; nothing was written.");
    }
    return first;
  }

  private Optional<SecretText> given() throws CommandException {
    Path file = options.passphraseFile();
    if (file == null) {
      return console.variable("WAYLEAVE_PASSPHRASE").map(SecretText::of);
    }
    try (var lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      if (line == null || line.isBlank()) {
        throw new CommandException("the passphrase file %s is empty.".formatted(file));
      }
      return Optional.of(SecretText.of(line));
    } catch (IOException e) {
      throw new CommandException(
          "the passphrase file %s cannot be read; correct --passphrase-file.".formatted(file), e);
    }
  }
}
