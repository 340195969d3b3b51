package dev.wayleave.cli;

import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.administration.OldSpellingException;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.SafeText;
import dev.wayleave.oidc.InputException;
import dev.wayleave.tailnet.identity.rewrite.IdentityStoreException;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/// Says in one sentence what went wrong.
final class Faults {
  private static final int UNAUTHORIZED = 401;

  private final Console console;

  Faults(Console console) {
    this.console = console;
  }

  int inArguments(CommandLine.ParameterException fault, String[] args) {
    String name = fault.getCommandLine().getCommandSpec().qualifiedName();
    String message = sentence(message(fault));
    say(message + " See " + name + " --help.");
    return ExitCode.FAILED;
  }

  int inExecution(Exception fault, CommandLine line, ParseResult result) {
    if (fault instanceof OldSpellingException old) {
      say(message(old));
      return ExitCode.DIFFERENT;
    }
    say(
        switch (fault) {
          case IdentityStoreException e -> message(e);
          case InputException e -> message(e);
          case CommandException e -> message(e);
          case SourceException e -> sentence(message(e));
          case TargetException e -> message(e);
          case ApiException e -> ofCoordinator(e);
          case FileSystemException e -> file(e);
          case IOException e -> "reading or writing failed: " + sentence(message(e));
          default ->
              "an unexpected error stopped this (%s); run it again with --debug and report what it shows."
                  .formatted(fault);
        });
    if (fault instanceof CommandException e) {
      e.details().forEach(detail -> console.err().println("  " + SafeText.line(detail)));
    }
    if (Arrays.asList(result.originalArgs().toArray()).contains("--debug")) {
      fault.printStackTrace(console.err());
    }
    boolean refusal = fault instanceof IdentityStoreException store && store.isRefusal();
    return refusal ? ExitCode.DIFFERENT : ExitCode.FAILED;
  }

  int outOfMemory() {
    say("there is not enough memory for this; allow more with WAYLEAVE_HEAP, for example 4g.");
    return ExitCode.FAILED;
  }

  /// The coordinator's own sentence, but for a key: it speaks of a header, which nobody typed.
  private static String ofCoordinator(ApiException fault) {
    return fault.problem().filter(problem -> problem.status() == UNAUTHORIZED).isPresent()
        ? "the coordinator does not take this key: it is wrong, has ended, or its owner may do"
            + " nothing here any more; take another, or log in anew with \"wayleave login --server"
            + " URL\"."
        : message(fault);
  }

  private static String file(FileSystemException fault) {
    String why =
        switch (fault) {
          case NoSuchFileException _ -> "there is no such file or folder";
          case AccessDeniedException _ -> "this user may not";
          case FileSystemException e -> e.getReason() == null ? message(e) : e.getReason();
        };
    return "%s cannot be opened or written: %s.".formatted(fault.getFile(), why);
  }

  private void say(String message) {
    console.err().println("wayleave: " + SafeText.line(message));
  }

  private static String message(Exception fault) {
    String message = fault.getMessage();
    return message == null || message.isEmpty()
        ? fault.getClass().getSimpleName().toLowerCase(Locale.ROOT)
        : message;
  }

  private static String sentence(String text) {
    String stripped = text.strip();
    return stripped.endsWith(".") ? stripped : stripped + ".";
  }
}
