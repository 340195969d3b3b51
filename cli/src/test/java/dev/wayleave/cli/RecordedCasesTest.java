package dev.wayleave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.testkit.conformance.AnswerComparer;
import dev.wayleave.testkit.conformance.RecordedCases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// All that the hosted control plane was recorded to answer, answered by the real command in one
/// run. Nothing is skipped.
class RecordedCasesTest {
  private static final int CASES = 411;

  @TestFactory
  Stream<DynamicTest> everyCaseIsAnsweredAsRecorded(@TempDir Path folder) throws IOException {
    for (String name : RecordedCases.names()) {
      Path file = folder.resolve("cases").resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, RecordedCases.question(name));
    }
    CommandRun command = new CommandRun(folder);
    int code = command.run("policy", "compile", "--out", "answers", "cases");
    assertThat(command.err()).isEmpty();
    assertThat(code).isZero();
    Path answers = folder.resolve("answers");
    // The folder is gone when the tests run.
    List<DynamicTest> tests =
        RecordedCases.names().stream()
            .map(name -> test(name, read(answers.resolve(name))))
            .toList();
    assertThat(tests).hasSize(CASES);
    return tests.stream();
  }

  private static DynamicTest test(String name, JsonNode answer) {
    return dynamicTest(
        name,
        () ->
            assertThat(AnswerComparer.differences(RecordedCases.read(name), answer))
                .as(RecordedCases.read(name).path("policy").asText())
                .isEmpty());
  }

  private static JsonNode read(Path file) {
    try {
      return RecordedCases.parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theComparerSeesEveryPartOfAnAnswer() {
    String name = "ssh/" + anyOf("ssh/");
    JsonNode recorded = RecordedCases.read(name);
    assertThat(AnswerComparer.differences(recorded, recorded)).isEmpty();
    String node = recorded.path("expect").fieldNames().next();
    for (String part : List.of("packetFilter", "sshRules")) {
      ObjectNode other = recorded.deepCopy();
      ((ObjectNode) other.path("expect").path(node)).putArray(part).addObject().put("x", 1);
      assertThat(AnswerComparer.differences(recorded, other)).hasSize(1);
    }
    for (String part : List.of("allowedIPs", "primaryRoutes", "tags", "capMap")) {
      ObjectNode other = recorded.deepCopy();
      ObjectNode self = (ObjectNode) other.path("expect").path(node).path("self");
      if (part.equals("capMap")) {
        self.putObject(part).put("other", 1);
      } else {
        self.putArray(part).add("other");
      }
      assertThat(AnswerComparer.differences(recorded, other)).hasSize(1);
    }
    ObjectNode lonely = recorded.deepCopy();
    ((ObjectNode) lonely.path("expect").path(node)).putObject("peers").putObject("other");
    assertThat(AnswerComparer.differences(recorded, lonely)).hasSize(1);
    ObjectNode refused = recorded.deepCopy();
    refused.putObject("response").put("status", 400);
    assertThat(AnswerComparer.differences(recorded, refused)).hasSize(1);
    ObjectNode missing = recorded.deepCopy();
    ((ObjectNode) missing.path("expect")).remove(node);
    assertThat(AnswerComparer.differences(recorded, missing)).hasSize(1);
  }

  private static String anyOf(String suite) {
    return RecordedCases.names().stream()
        .filter(name -> name.startsWith(suite))
        .filter(name -> RecordedCases.read(name).at("/response/status").asInt() == 200)
        .findFirst()
        .orElseThrow()
        .substring(suite.length());
  }
}
