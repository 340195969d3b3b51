package dev.wayleave.tailnet.policy.syntax;

/// `true` or `false`.
public record JsonBoolean(Position at, boolean value) implements Json {
  @Override
  public String kind() {
    return "a boolean";
  }
}
