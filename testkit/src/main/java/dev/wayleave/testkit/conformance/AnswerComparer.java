package dev.wayleave.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tells where an answer differs from what the hosted control plane was recorded to send.
///
/// Rules count in their order; addresses, destinations, protocols and principals within a rule do
/// not. Null, absent and empty are alike.
public final class AnswerComparer {
  private static final int OK = 200;
  private static final int FAULT = 500;

  private AnswerComparer() {}

  /// The differences, one sentence each; empty where the answer is right.
  public static List<String> differences(JsonNode wanted, JsonNode got) {
    int status = wanted.at("/response/status").asInt();
    int ours = got.at("/response/status").asInt();
    if (status == FAULT) {
      // The hosted service failed at this one, so that any refusal will do.
      return ours == OK ? List.of("accepted what the hosted service could not") : List.of();
    }
    if (status != ours) {
      return List.of(
          "status: got %d %s, expected %d %s"
              .formatted(ours, message(got), status, message(wanted)));
    }
    if (status != OK) {
      return message(wanted).equals(message(got))
          ? List.of()
          : List.of(
              "message: got \"%s\", expected \"%s\"".formatted(message(got), message(wanted)));
    }
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> node : wanted.path("expect").properties()) {
      JsonNode answer = got.path("expect").path(node.getKey());
      if (answer.isMissingNode()) {
        found.add(node.getKey() + ": missing");
      } else {
        Map<String, Object> was = NodeForm.of(node.getValue());
        Map<String, Object> is = NodeForm.of(answer);
        new TreeMap<>(was)
            .forEach((part, value) -> compare(node.getKey(), part, value, is.get(part), found));
      }
    }
    return List.copyOf(found);
  }

  private static void compare(
      String node, String part, Object wanted, @Nullable Object got, List<String> found) {
    if (!wanted.equals(got)) {
      found.add("%s: %s%n  got      %s%n  expected %s".formatted(node, part, got, wanted));
    }
  }

  private static String message(JsonNode answer) {
    return answer.at("/response/body/message").asText("");
  }
}
