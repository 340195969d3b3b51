package dev.wayleave.tailnet.policy.syntax;

import java.util.List;

/// A JSON array.
public record JsonArray(Position at, List<Json> elements) implements Json {
  public JsonArray {
    elements = List.copyOf(elements);
  }

  @Override
  public String kind() {
    return "an array";
  }
}
