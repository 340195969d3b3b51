package dev.wayleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every command line of `headscale-invocations.txt`, for each release that took it.
class HeadscaleInvocationsTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final String REFUSED = "=> ";

  private record Invocation(String release, String words, String meaning) {
    String[] arguments() {
      List<String> arguments = new ArrayList<>();
      Matcher word = WORD.matcher(words);
      while (word.find()) {
        arguments.add(word.group(1) == null ? word.group(2) : word.group(1));
      }
      return arguments.toArray(String[]::new);
    }
  }

  @TempDir Path folder;
  private AskedCoordinator coordinator;
  private CommandRun command;

  @BeforeEach
  void start() throws IOException {
    coordinator = AskedCoordinator.start();
    command =
        new CommandRun(folder)
            .with("WAYLEAVE_URL", coordinator.url())
            .with("WAYLEAVE_API_KEY", "hskey-api-x-y");
    Files.writeString(folder.resolve("policy.hujson"), "{}");
  }

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @TestFactory
  Stream<DynamicTest> commandLinesOfHeadscaleMeanTheSame() throws IOException {
    List<Invocation> invocations = invocations();
    assertThat(invocations).extracting(Invocation::release).contains("0.26", "0.28", "0.30");
    return invocations.stream()
        .map(one -> DynamicTest.dynamicTest(one.release() + " " + one.words(), () -> check(one)));
  }

  private void check(Invocation one) {
    int status = command.run(one.arguments());
    List<String> changes = coordinator.changes();
    if (one.meaning().startsWith(REFUSED)) {
      assertThat(changes).isEmpty();
      assertThat(command.out()).isEmpty();
      assertThat(command.err().lines()).hasSize(1);
      assertThat(command.err()).endsWith(".\n").contains(one.meaning().substring(REFUSED.length()));
      assertThat(status).isEqualTo(ExitCode.DIFFERENT);
      return;
    }
    assertThat(status).as(command.err()).isEqualTo(ExitCode.DONE);
    assertThat(command.out()).as("a result").isNotBlank();
    assertThat(changes).isEqualTo(one.meaning().equals("-") ? List.of() : List.of(one.meaning()));
  }

  private static List<Invocation> invocations() throws IOException {
    List<Invocation> invocations = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    HeadscaleInvocationsTest.class.getResourceAsStream(
                        "headscale-invocations.txt")),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] parts = line.split(" \\| ", 3);
          String[] releases = parts[0].split("\\.\\.", 2);
          for (int minor = minor(releases[0]); minor <= minor(releases[1]); minor++) {
            invocations.add(new Invocation("0." + minor, parts[1], parts[2]));
          }
        }
      }
    }
    return invocations;
  }

  private static int minor(String release) {
    return Integer.parseInt(release.substring(2));
  }
}
