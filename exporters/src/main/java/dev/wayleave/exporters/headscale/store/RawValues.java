package dev.wayleave.exporters.headscale.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.tailnet.inventory.RawValue;
import org.jspecify.annotations.Nullable;

/// What raw values hold.
final class RawValues {
  private static final JsonMapper JSON = new JsonMapper();

  private RawValues() {}

  /// The value itself where it is one that is hidden from people.
  static RawValue bare(@Nullable RawValue value) {
    return switch (value) {
      case null -> new RawValue.Null();
      case RawValue.Hidden(var secret) -> read(secret.reveal());
      case RawValue.Null _, RawValue.Int _, RawValue.Real _, RawValue.Text _, RawValue.Blob _ ->
          value;
    };
  }

  private static RawValue read(String json) {
    try {
      return JSON.readValue(json, RawValue.class);
    } catch (JsonProcessingException e) {
      // The cause repeats the secret.
      throw new AssertionError("a hidden value is the JSON of a value");
    }
  }

  /// As a text for people and for COPY, or null for NULL; bytes as base64.
  static @Nullable String text(@Nullable RawValue value) {
    return switch (bare(value)) {
      case RawValue.Null _ -> null;
      case RawValue.Int(long v) -> Long.toString(v);
      case RawValue.Real(double v) -> Double.toString(v);
      case RawValue.Text(String v) -> v;
      case RawValue.Blob(String v) -> v;
      case RawValue.Hidden _ -> throw new AssertionError("nothing is hidden twice");
    };
  }
}
