package dev.wayleave.testkit.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.testkit.fixture.Fixtures;
import java.util.List;

/// The cases, taken apart into what is asked and what was recorded.
public final class RecordedCases {
  /// What a case asks; all else in its file is the recorded answer, or about it.
  private static final List<String> QUESTION = List.of("policy", "tailnet", "users", "nodes");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private RecordedCases() {}

  /// The names of all cases, for example `acl/acl-a02.json`.
  public static List<String> names() {
    return Fixtures.recordedCases().stream().filter(name -> name.endsWith(".json")).toList();
  }

  /// The whole case.
  public static JsonNode read(String name) {
    return parse(Fixtures.recordedCase(name));
  }

  /// The case without its answer, as text.
  public static String question(String name) {
    ObjectNode question = read(name).deepCopy();
    question.retain(QUESTION);
    return question.toString();
  }

  /// Reads JSON that is known to be sound.
  public static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
