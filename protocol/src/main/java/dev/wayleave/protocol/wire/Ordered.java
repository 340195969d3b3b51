package dev.wayleave.protocol.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Copies maps with their order and with values that are null, both of which `Map.copyOf` loses.
final class Ordered {
  private Ordered() {}

  static <K, V extends @Nullable Object> Map<K, V> copyOf(Map<K, V> map) {
    return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
