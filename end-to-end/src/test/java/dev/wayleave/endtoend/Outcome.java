package dev.wayleave.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.regex.Pattern;

/// How a command ended and what it printed.
record Outcome(int exit, String out, String err) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TOLD = 2_000;
  private static final Pattern FRAME = Pattern.compile("(?m)^\\s+at ");

  /// For example `wayleave: writing the bundle, 1 000 of 3 017`.
  private static final Pattern PROGRESS =
      Pattern.compile("wayleave: [a-z -]+(, [0-9 ]+( of [0-9 ]+)?)?");

  Outcome exits(int status) {
    String begin = out.substring(0, Math.min(out.length(), TOLD));
    assertThat(exit).as("exit status; stdout: %s stderr: %s", begin, err).isEqualTo(status);
    assertThat(err).doesNotContainPattern(FRAME);
    return this;
  }

  /// Asserts that stderr holds nothing but progress and one sentence with these parts.
  Outcome saysOneSentence(String... parts) {
    List<String> lines = err.lines().filter(line -> !PROGRESS.matcher(line).matches()).toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst()).startsWith("wayleave: ").endsWith(".").contains(parts);
    assertThat(lines.getFirst()).doesNotContain("unexpected error", "Exception", "--debug");
    assertThat(err).doesNotContainPattern(FRAME);
    return this;
  }

  /// Asserts that it failed with one sentence and printed no result.
  void failsWith(String... parts) {
    exits(1).saysOneSentence(parts);
    assertThat(out).isEmpty();
  }

  JsonNode json() {
    try {
      return JSON.readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError("stdout is not JSON: " + out + err, e);
    }
  }
}
