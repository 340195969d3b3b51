package dev.wayleave.tailnet.policy.syntax;

/// `null`.
public record JsonNull(Position at) implements Json {
  @Override
  public String kind() {
    return "null";
  }
}
