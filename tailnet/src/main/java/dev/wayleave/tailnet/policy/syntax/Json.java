package dev.wayleave.tailnet.policy.syntax;

/// A value of a policy's text, with the place where it begins.
///
/// Equality includes the place; [#toJson] tells whether two values mean the same text.
public sealed interface Json
    permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {
  /// Where the value begins.
  Position at();

  /// What it is, for a sentence: `an object`, `a string`.
  String kind();

  /// The value as standard JSON without spaces: members in their order, numbers as they were
  /// written.
  default String toJson() {
    StringBuilder out = new StringBuilder();
    JsonWriter.write(this, out);
    return out.toString();
  }
}
