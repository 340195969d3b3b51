package dev.wayleave.cli.policy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.HelpOptions;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.SafeText;
import dev.wayleave.tailnet.policy.recorded.CaseAnswer;
import dev.wayleave.tailnet.policy.recorded.RecordedCase;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Answers recorded cases: what each node of a tailnet would be sent under a policy.
@Command(
    name = "compile",
    description = "Compute what each node of a recorded case would be sent.",
    footer = {
      "",
      "A case is JSON with policy, tailnet, users and nodes. Of a folder every .json file is",
      "answered, at the same relative path below --out. Without --out the answers go to",
      "standard output, one on each line.",
    })
final class CompileCommand implements Callable<Integer> {
  private static final String SUFFIX = ".json";
  private static final long LIMIT = 256L << 20;
  private static final int FAULT = 500;

  /// A case file and where its answer goes below `--out`.
  private record Case(Path file, Path answer) {}

  private final JsonMapper json = JsonMapper.builder().build();
  private final Surroundings surroundings;
  private boolean failed;

  @Option(names = "--out", paramLabel = "DIR", description = "Where the answers are written.")
  private @Nullable String out;

  @Parameters(paramLabel = "CASE", arity = "1..*", description = "Case files and folders.")
  private List<String> cases = List.of();

  @Mixin final HelpOptions options = new HelpOptions();

  CompileCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    failed = false;
    Console console = surroundings.console();
    Path folder = out == null ? null : console.path(out);
    List<Case> found = found(console);
    Set<Path> written = new HashSet<>();
    for (Case one : found) {
      if (!written.add(one.answer()) && folder != null) {
        complain(one.file(), "its answer would take the place of another case's; give it a folder");
      } else {
        write(folder, one, answer(one.file()), found.size() > 1);
      }
    }
    console.out().flush();
    return failed ? ExitCode.FAILED : ExitCode.DONE;
  }

  private List<Case> found(Console console) {
    List<Case> found = new ArrayList<>();
    for (String name : cases) {
      Path path = console.path(name);
      if (Files.isDirectory(path)) {
        try (Stream<Path> files = Files.walk(path)) {
          files
              .filter(file -> file.toString().endsWith(SUFFIX) && Files.isRegularFile(file))
              .sorted()
              .forEach(file -> found.add(new Case(file, path.relativize(file))));
        } catch (IOException e) {
          complain(path, "the folder cannot be read");
        }
      } else if (Files.exists(path)) {
        Path own = path.getFileName();
        found.add(new Case(path, own == null ? path : own));
      } else {
        complain(path, "there is no such file or folder");
      }
    }
    return found;
  }

  /// The answer to a case. Whatever goes wrong is an answer too: the cases after it want theirs.
  private ObjectNode answer(Path file) {
    try {
      if (Files.size(file) > LIMIT) {
        return fault(file, "the file is larger than 256 MiB");
      }
      return CaseAnswer.to(RecordedCase.parse(Files.readString(file)));
    } catch (IOException e) {
      return fault(file, "the file cannot be read as UTF-8");
    } catch (RuntimeException | StackOverflowError e) {
      if (options.isDebugging()) {
        e.printStackTrace(surroundings.console().err());
      }
      return fault(file, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private ObjectNode fault(Path file, String what) {
    complain(file, what);
    ObjectNode answer = json.createObjectNode();
    ObjectNode response = answer.putObject("response");
    response.put("status", FAULT);
    response.putObject("body").put("message", what);
    return answer;
  }

  private void complain(Path file, String what) {
    failed = true;
    surroundings.console().err().println(SafeText.line("wayleave: " + file + ": " + what + "."));
  }

  private void write(@Nullable Path folder, Case one, ObjectNode answer, boolean several)
      throws IOException, CommandException {
    if (folder == null) {
      PrintStream stream = surroundings.console().out();
      ObjectNode line = several ? named(one, answer) : answer;
      stream.write(json.writeValueAsString(line).getBytes(StandardCharsets.UTF_8));
      stream.write('\n');
      return;
    }
    Path target = folder.resolve(one.answer());
    if (target.normalize().equals(one.file().normalize())) {
      throw new CommandException(
          "the answer would take the place of the case %s; name another --out.".formatted(target));
    }
    Path parent = target.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(target, json.writerWithDefaultPrettyPrinter().writeValueAsString(answer));
  }

  private ObjectNode named(Case one, ObjectNode answer) {
    ObjectNode line = json.createObjectNode().put("case", one.answer().toString());
    line.setAll(answer);
    return line;
  }
}
