package dev.wayleave.cli.policy;

import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/// The text of a policy and where it came from.
///
/// @param name as it is shown before a line number
record PolicyInput(String name, String text) {
  private static final int LIMIT = 32 << 20;

  /// Reads a file as the person wrote it; `-` is standard input.
  static PolicyInput read(Console console, String file) throws CommandException, IOException {
    boolean stdin = file.equals("-");
    byte[] bytes;
    try (InputStream in = stdin ? console.in() : Files.newInputStream(console.path(file))) {
      bytes = in.readNBytes(LIMIT + 1);
    }
    String name = stdin ? "standard input" : file;
    if (bytes.length > LIMIT) {
      throw new CommandException("%s is larger than 32 MiB, which no policy is.".formatted(name));
    }
    return new PolicyInput(name, text(name, bytes));
  }

  private static String text(String name, byte[] bytes) throws CommandException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new CommandException(name + " is not UTF-8; save it in that encoding.", e);
    }
  }
}
