package dev.wayleave.coordinator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/// The end of standard input, which tells a coordinator that whoever started it is gone.
///
/// A starter that is killed cannot say so, but the system closes its end of the pipe. A process id
/// would not do: a killed process keeps its id until its own parent has asked how it ended, and
/// later the id may be another's.
final class EndOfInput {
  private EndOfInput() {}

  /// Reads on, without keeping the process alive, and runs `end` when there is no more.
  static Thread watch(InputStream in, PrintStream err, Runnable end) {
    return Thread.ofPlatform()
        .daemon()
        .name("end-of-input")
        .start(() -> {
          try {
            in.transferTo(OutputStream.nullOutputStream());
          } catch (IOException broken) {
            // A pipe that cannot be read is at its end too.
          }
          err.println("What started this coordinator has ended; the coordinator stops.");
          end.run();
        });
  }
}
