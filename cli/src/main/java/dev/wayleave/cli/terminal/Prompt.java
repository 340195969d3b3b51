package dev.wayleave.cli.terminal;

import dev.wayleave.tailnet.model.SecretText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Asks the person at the terminal.
public final class Prompt {
  private static final int LONGEST_ANSWER = 256;

  private final Console console;

  public Prompt(Console console) {
    this.console = console;
  }

  /// Whether the answer to a question is yes.
  public boolean confirm(String question) throws CommandException {
    if (!console.terminals().in()) {
      throw new CommandException(
          "nobody can be asked whether to go on, as stdin is not a terminal; give --yes.");
    }
    console.err().print(question + " [y/N] ");
    console.err().flush();
    return Set.of("y", "yes").contains(answer().strip().toLowerCase(Locale.ROOT));
  }

  private String answer() throws CommandException {
    InputStream in = console.in();
    StringBuilder line = new StringBuilder();
    try {
      for (int b = in.read();
          b >= 0 && b != '\n' && line.length() < LONGEST_ANSWER;
          b = in.read()) {
        line.append(new String(new byte[] {(byte) b}, StandardCharsets.ISO_8859_1));
      }
      return line.toString();
    } catch (IOException e) {
      throw new CommandException("the answer could not be read from the terminal.", e);
    }
  }

  /// A passphrase that does not appear on the screen; empty where nobody can be asked.
  public Optional<SecretText> passphrase(String question) {
    java.io.Console terminal = console.terminals().in() ? System.console() : null;
    if (terminal == null) {
      return Optional.empty();
    }
    char[] typed = terminal.readPassword("%s: ", question);
    return typed == null || typed.length == 0
        ? Optional.empty()
        : Optional.of(SecretText.of(new String(typed)));
  }
}
