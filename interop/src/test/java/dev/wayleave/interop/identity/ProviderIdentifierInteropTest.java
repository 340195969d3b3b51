package dev.wayleave.interop.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.interop.GoTool;
import dev.wayleave.tailnet.identity.ProviderIdentifier;
import dev.wayleave.tailnet.identity.ProviderIdentifier.Rule;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.seed.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Do we spell provider identifiers as Go's own net/url does?
class ProviderIdentifierInteropTest {
  private static final JsonMapper JSON = new JsonMapper();

  private static final Path RECORDED =
      Path.of(System.getProperty("wayleave.root", ".."))
          .resolve(
              "tailnet/src/test/resources/dev/wayleave/tailnet/identity/provider-identifiers.jsonl");

  private static final List<String> ISSUERS =
      List.of(
          "https://idp.example.com",
          "https://IdP.Example.com/",
          "HTTPS://h/a//b/",
          "https://h:8443/realms/b c",
          "http://127.0.0.1:18090/tenant/",
          "https://[::1]:8443/a",
          "accounts.google.com",
          "accounts.google.com//x",
          "localhost:8080/idp",
          "urn:idp",
          "urn:idp?a#b",
          "https://h/%2F/a%20b",
          "https://h/a?tenant=1",
          "https://h/a#part",
          " https://h/a ",
          "https://h/ü/é",
          "");

  private static final List<String> PARTS =
      List.of(
          "1", "abc", "|", "/", "//", ".", "..", "?", "#", "%", "%20", "%7C", "%2f", "%zz", " ",
          ":", "@", "+", "&", "=", ",", ";", "~", "!", "*", "'", "(", ")", "[", "]", "{", "}", "<",
          ">", "\"", "\\", "^", "`", "ü", "日本", "\t");

  @TempDir Path folder;

  private record Pair(String issuer, String subject) {}

  @Test
  void recordedSpellingsAreStillWhatGoAnswers() throws Exception {
    List<JsonNode> recorded = new ArrayList<>();
    for (String line : Files.readAllLines(RECORDED)) {
      recorded.add(JSON.readTree(line));
    }
    List<JsonNode> answers =
        ask(
            recorded.stream()
                .map(one -> new Pair(one.get("issuer").asText(), one.get("subject").asText()))
                .toList());
    assertThat(answers).hasSameSizeAs(recorded).isNotEmpty();
    for (int i = 0; i < answers.size(); i++) {
      for (String member : List.of("joined", "concatenated", "issuerCleaned")) {
        assertThat(recorded.get(i).get(member))
            .as("%s of %s", member, recorded.get(i))
            .isEqualTo(answers.get(i).get(member));
      }
    }
  }

  @Test
  void oddPairsAreSpelledAsGoSpellsThem() throws Exception {
    Seed seed = Seed.printedFor("ProviderIdentifierInteropTest.oddPairsAreSpelledAsGoSpellsThem");
    RandomGenerator random = seed.generator();
    List<Pair> pairs = new ArrayList<>();
    for (int i = Breadth.of(20_000, 500_000); i > 0; i--) {
      pairs.add(
          new Pair(ISSUERS.get(random.nextInt(ISSUERS.size())) + some(random, 2), some(random, 6)));
    }
    List<JsonNode> answers = ask(pairs);
    assertThat(answers).hasSameSizeAs(pairs);
    for (int i = 0; i < pairs.size(); i++) {
      String issuer = pairs.get(i).issuer();
      String subject = pairs.get(i).subject();
      JsonNode answer = answers.get(i);
      assertThat(ProviderIdentifier.of(Rule.JOINED, issuer, subject))
          .as("joined %s", pairs.get(i))
          .isEqualTo(
              Optional.of(answer.get("joined")).filter(JsonNode::isTextual).map(JsonNode::asText));
      assertThat(ProviderIdentifier.of(Rule.CONCATENATED, issuer, subject))
          .as("concatenated %s", pairs.get(i))
          .contains(answer.get("concatenated").asText());
      assertThat(ProviderIdentifier.clean(issuer))
          .as("cleaned %s", pairs.get(i))
          .isEqualTo(answer.get("issuerCleaned").asText());
      // What 0.24 and 0.25 had stored was cleaned as a whole by 0.26.
      String plain = ProviderIdentifier.of(Rule.PLAIN, issuer, subject).orElseThrow();
      assertThat(plain).isEqualTo(issuer + "/" + subject);
    }
  }

  private static String some(RandomGenerator random, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    return text.toString();
  }

  private List<JsonNode> ask(List<Pair> pairs) throws IOException, InterruptedException {
    Path questions = folder.resolve("pairs.jsonl");
    Path answers = folder.resolve("answers.jsonl");
    List<String> lines = new ArrayList<>();
    for (Pair pair : pairs) {
      lines.add(
          JSON.writeValueAsString(Map.of("issuer", pair.issuer(), "subject", pair.subject())));
    }
    Files.write(questions, lines, UTF_8);
    Process process =
        new ProcessBuilder(GoTool.URL.binary().toString())
            .redirectInput(questions.toFile())
            .redirectOutput(answers.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
    List<JsonNode> read = new ArrayList<>();
    for (String line : Files.readAllLines(answers)) {
      read.add(JSON.readTree(line));
    }
    return read;
  }
}
