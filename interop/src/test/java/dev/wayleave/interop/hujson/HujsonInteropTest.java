package dev.wayleave.interop.hujson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.interop.GoTool;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import dev.wayleave.testkit.fixture.Fixtures;
import dev.wayleave.testkit.seed.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Does our formatter write what the reference writes, and do both accept the same texts?
class HujsonInteropTest {
  /// How long each comparison of random texts goes on; thousands a second.
  private static final Duration RUN =
      Duration.ofSeconds(Integer.getInteger("wayleave.interop.seconds", 5));

  private static final Path PAIRS =
      Path.of(System.getProperty("wayleave.root", ".."))
          .resolve(
              "tailnet/src/test/resources/dev/wayleave/tailnet/policy/syntax/format-pairs.json");

  private static final JsonMapper JSON = new JsonMapper();

  private static ReferenceFormatter reference;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    reference = new ReferenceFormatter(GoTool.HUJSON.binary());
  }

  @AfterAll
  static void end() {
    if (reference != null) {
      reference.close();
    }
  }

  @Test
  void recordedPairsAreStillWhatTheReferenceWrites() throws Exception {
    JsonNode pairs = JSON.readTree(Files.readAllBytes(PAIRS)).get("pairs");
    assertThat(pairs).isNotEmpty();
    for (JsonNode pair : pairs) {
      assertThat(formattedByReference(pair.get("input").textValue()))
          .describedAs("%s, of %s", pair.get("name"), PAIRS)
          .isEqualTo(pair.get("formatted").textValue());
    }
  }

  @Test
  void policiesSentToHostedTailscaleAreFormattedAlike() throws Exception {
    assertThat(Fixtures.recordedCases()).isNotEmpty();
    for (String name : Fixtures.recordedCases()) {
      String policy = JSON.readTree(Fixtures.recordedCase(name)).get("policy").textValue();
      assertThat(PolicyText.parse(policy).format())
          .describedAs(name)
          .isEqualTo(formattedByReference(policy));
    }
  }

  @Test
  void randomTextsAreFormattedAlike() throws Exception {
    Seed seed = Seed.printedFor("HujsonInteropTest.randomTextsAreFormattedAlike");
    long begin = System.nanoTime();
    int number = 0;
    for (; number == 0 || System.nanoTime() - begin < RUN.toNanos(); number++) {
      String text = RandomText.of(seed.part(number).generator());
      assertThat(PolicyText.parse(text).format())
          .describedAs("text %d of seed %s:%n%s", number, seed, text)
          .isEqualTo(formattedByReference(text));
    }
    System.out.printf("compared %d random texts with the reference%n", number);
  }

  @Test
  void damagedTextsAreAcceptedOrRefusedAlike() throws Exception {
    Seed seed = Seed.printedFor("HujsonInteropTest.damagedTextsAreAcceptedOrRefusedAlike");
    long begin = System.nanoTime();
    int refused = 0;
    int number = 0;
    for (; refused == 0 || System.nanoTime() - begin < RUN.toNanos(); number++) {
      RandomGenerator random = seed.part(number).generator();
      String text = RandomText.mutated(RandomText.of(random), random);
      String ours = answer(text);
      if (!onlyWeRefuse(ours)) {
        ReferenceFormatter.Answer answer = ask(text);
        refused += answer.accepted() ? 0 : 1;
        assertThat(ours)
            .describedAs(
                "text %d of seed %s, of which the reference says %s:%n%s",
                number, seed, answer, text)
            .isEqualTo(answer.accepted() ? answer.text() : REFUSED);
      }
    }
    System.out.printf("the reference refused %d of %d damaged texts%n", refused, number);
  }

  private static final String REFUSED = "refused";
  private static final String REFUSED_BY_US = "refused, and rightly, by us alone";

  /// The reference takes half a character in a string and writes another in its place.
  private static boolean onlyWeRefuse(String answer) {
    return answer.equals(REFUSED_BY_US);
  }

  private static String answer(String text) {
    try {
      return PolicyText.parse(text).format();
    } catch (PolicySyntaxException e) {
      boolean half =
          e.faults().stream().allMatch(f -> f.what().contains("half of a surrogate pair"));
      return half ? REFUSED_BY_US : REFUSED;
    }
  }

  private static ReferenceFormatter.Answer ask(String text) throws IOException {
    return reference.ask(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String formattedByReference(String text) throws IOException {
    ReferenceFormatter.Answer answer = ask(text);
    assertThat(answer.accepted()).describedAs("%s:%n%s", answer.text(), text).isTrue();
    return answer.text();
  }
}
