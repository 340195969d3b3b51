package dev.wayleave.cli.policy;

import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.HelpOptions;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.tailnet.policy.language.PolicyFault;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lays out policies; what they mean plays no part.
@Command(name = "fmt", description = "Format policies as the hosted service does.")
final class FmtCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", arity = "0..*", description = "Standard input unless given.")
  private List<String> files = List.of();

  @Option(
      names = {"-w", "--write"},
      description = "Write to the files instead of standard output.")
  private boolean write;

  @Option(
      names = "--check",
      description = "Only name the files that are not formatted, and end with 2 if there are any.")
  private boolean check;

  @Mixin final HelpOptions options = new HelpOptions();

  FmtCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    if (write && (files.isEmpty() || files.contains("-"))) {
      throw new CommandException("--write needs the names of files; standard input is none.");
    }
    if (write && check) {
      throw new CommandException("--check writes nothing; leave out --check or --write.");
    }
    int code = ExitCode.DONE;
    for (String file : files.isEmpty() ? List.of("-") : files) {
      int one = format(PolicyInput.read(surroundings.console(), file), file);
      code = one == ExitCode.FAILED || code == ExitCode.DONE ? one : code;
    }
    return code;
  }

  private int format(PolicyInput input, String file) throws IOException {
    Console console = surroundings.console();
    String formatted;
    try {
      formatted = PolicyText.parse(input.text()).format();
    } catch (PolicySyntaxException e) {
      new PolicyReading(
              input,
              Optional.empty(),
              e.faults().stream().map(f -> new PolicyFault(f.at(), f.what())).toList(),
              List.of())
          .complain(console);
      return ExitCode.FAILED;
    }
    boolean changed = !formatted.equals(input.text());
    if (check) {
      if (changed) {
        console.out().println(input.name());
      }
      return changed ? ExitCode.DIFFERENT : ExitCode.DONE;
    }
    if (!write) {
      print(console.out(), formatted);
    } else if (changed) {
      replace(console.path(file).toRealPath(), formatted);
    }
    return ExitCode.DONE;
  }

  private static void print(PrintStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /// Puts a complete file in the place of the old one, with the rights of that.
  private static void replace(Path file, String text) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.writeString(draft, text);
      var rights = Files.getFileAttributeView(file, PosixFileAttributeView.class);
      var own = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
      if (rights != null && own != null) {
        own.setPermissions(rights.readAttributes().permissions());
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
