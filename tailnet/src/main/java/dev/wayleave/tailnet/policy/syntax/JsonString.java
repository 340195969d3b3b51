package dev.wayleave.tailnet.policy.syntax;

/// A JSON string.
///
/// @param value without quotes, escapes resolved; always well-formed Unicode when it was read
public record JsonString(Position at, String value) implements Json {
  @Override
  public String kind() {
    return "a string";
  }
}
