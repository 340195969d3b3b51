package dev.wayleave.interop.tailscale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.interop.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What a command printed, and how it ended.
public record Answer(List<String> command, int status, String out, String err) {
  /// Runs a command to its end.
  ///
  /// @param folder where its output goes meanwhile
  public static Answer of(
      List<String> command, Map<String, String> environment, Path folder, Duration limit)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out-", ".txt");
    Path err = Files.createTempFile(folder, "err-", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    try (Child child =
        Child.start(builder.redirectOutput(out.toFile()).redirectError(err.toFile()))) {
      if (!child.process().waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            "%s did not end within %s: %s%s"
                .formatted(
                    String.join(" ", command),
                    limit,
                    Files.readString(out),
                    Files.readString(err)));
      }
      return new Answer(
          command, child.process().exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /// Fails the test unless it succeeded.
  public Answer ok() {
    if (status != 0) {
      throw new AssertionError(
          "%s ended with %d: %s%s".formatted(String.join(" ", command), status, out, err));
    }
    return this;
  }

  public JsonNode json() throws JsonProcessingException {
    return new JsonMapper().readTree(out);
  }
}
