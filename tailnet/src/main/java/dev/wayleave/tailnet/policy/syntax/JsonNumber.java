package dev.wayleave.tailnet.policy.syntax;

/// A JSON number.
///
/// @param text as it was written, for example `1e3`
public record JsonNumber(Position at, String text) implements Json {
  @Override
  public String kind() {
    return "a number";
  }
}
