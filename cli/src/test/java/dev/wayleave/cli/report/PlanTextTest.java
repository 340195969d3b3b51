package dev.wayleave.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.Terminals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PlanTextTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private String text(PlanDocument document, Terminals terminals, Map<String, String> environment) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    PlanText.write(
        new Console(
            InputStream.nullInputStream(),
            stream,
            stream,
            environment,
            Path.of("/"),
            terminals,
            InstantSource.system(),
            new SecureRandom()),
        document);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(PlanTextTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void printsSignsFindingsAndSummary() throws IOException {
    assertThat(text(Plans.ofEverything(), Terminals.NONE, Map.of())).isEqualTo(golden("plan.txt"));
  }

  @Test
  void wrapsToTheWidthOfTheTerminal() throws IOException {
    Terminals narrow = new Terminals(false, true, false, 60);
    String text = text(Plans.ofEverything(), narrow, Map.of("NO_COLOR", "1"));
    assertThat(text).isEqualTo(golden("plan-60.txt"));
  }

  @Test
  void coloursOnATerminalUnlessAskedNotTo() {
    Terminals terminal = new Terminals(false, true, false, 80);
    assertThat(text(Plans.ofEverything(), terminal, Map.of())).contains("\u001b[32m+\u001b[0m");
    out.reset();
    assertThat(text(Plans.ofEverything(), terminal, Map.of("NO_COLOR", "1")))
        .doesNotContain("\u001b");
  }

  @Test
  void showsFiftyOfAKindAndSaysHowManyMore() {
    String text = text(Plans.ofNodes(72), Terminals.NONE, Map.of());
    assertThat(text).contains("  + 50 (n50)\n").doesNotContain("(n51)");
    assertThat(text).contains("and 22 more; -o json lists all");
  }

  @Test
  void namesOfStrangersCannotMoveTheCursor() {
    String text = text(Plans.ofHostile("a\u001b[2J\n\u202eb"), Terminals.NONE, Map.of());
    assertThat(text).doesNotContain("\u001b").doesNotContain("\u202e").contains("a\\u001b[2J\\n");
  }
}
