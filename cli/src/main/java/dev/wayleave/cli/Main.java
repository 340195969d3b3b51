package dev.wayleave.cli;

import dev.wayleave.cli.endpoint.JoinedEndpoints;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.Terminals;
import dev.wayleave.cli.trial.ServerLauncher;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/// Starts the command; `./wayleave` sets the system properties that are read here.
public final class Main {
  private static final int BUFFER = 64 * 1024;

  private Main() {}

  public static void main(String[] args) {
    PrintStream out = stream(FileDescriptor.out, false);
    PrintStream err = stream(FileDescriptor.err, true);
    Console console =
        new Console(
            System.in,
            out,
            err,
            System.getenv(),
            Path.of("").toAbsolutePath(),
            Terminals.parse(
                System.getProperty("wayleave.terminals", ""),
                System.getProperty("wayleave.columns", "")),
            InstantSource.system(),
            new SecureRandom());
    Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    ServerLauncher servers =
        ServerLauncher.ofRoot(Path.of(System.getProperty("wayleave.root", ".")));
    int code =
        run(new Surroundings(console, new JoinedEndpoints(console, temporary), servers), args);
    if (out.checkError()) {
      err.println("wayleave: not all of the output could be written; look at where it goes.");
      code = ExitCode.FAILED;
    }
    System.exit(code);
  }

  private static int run(Surroundings surroundings, String[] args) {
    try {
      return WayleaveCommand.run(surroundings, args);
    } catch (OutOfMemoryError e) {
      surroundings
          .console()
          .err()
          .println(
              "wayleave: the memory of the Java process was not enough; give it more, for example"
                  + " with JAVA_TOOL_OPTIONS=-Xmx4g.");
      return ExitCode.FAILED;
    }
  }

  private static PrintStream stream(FileDescriptor descriptor, boolean flushLines) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER),
        flushLines,
        StandardCharsets.UTF_8);
  }
}
