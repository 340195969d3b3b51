package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonString;

/// The value of an attribute as text: a string's characters, anything else as it is written.
final class PlainText {
  private PlainText() {}

  static String of(Json value) {
    return value instanceof JsonString string ? string.value() : value.toJson();
  }
}
