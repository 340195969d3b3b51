package dev.wayleave.tailnet.policy.syntax;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/// Tells whether a policy's text can be read at all.
public final class PolicySyntax {
  private static final JsonMapper HUJSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private PolicySyntax() {}

  /// Where and why a text is not a policy.
  ///
  /// @param line from 1; 0 where the text as a whole is meant
  /// @param column from 1
  public record Fault(int line, int column, String reason) {
    /// A clause, for example `line 12, column 8: unexpected character '}'`.
    @Override
    public String toString() {
      return line == 0 ? reason : "line " + line + ", column " + column + ": " + reason;
    }
  }

  /// The first fault of the text, or nothing where it is a JSON object.
  public static Optional<Fault> fault(String text) {
    try {
      return HUJSON.readTree(text).isObject()
          ? Optional.empty()
          : Optional.of(new Fault(0, 0, "the policy is not a JSON object"));
    } catch (JsonProcessingException e) {
      return Optional.of(
          new Fault(
              e.getLocation().getLineNr(),
              e.getLocation().getColumnNr(),
              String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("not JSON")));
    }
  }
}
