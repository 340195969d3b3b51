package dev.wayleave.tailnet.policy.posture;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known of one device, by attribute.
///
/// @param extent of which attributes a missing value means that the device has none
public record DeviceFacts(Map<String, Value> values, Extent extent) {
  /// How far the facts go.
  public enum Extent {
    /// All that there is: what a policy's own test says of a device that it makes up.
    EVERYTHING,
    /// Custom attributes and what a client says of itself.
    CLIENT_AND_CUSTOM,
    /// Custom attributes only: the device has not yet described itself.
    CUSTOM
  }

  public DeviceFacts {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// The facts of a device.
  ///
  /// @param hostinfo what the client said of itself, JSON as received; null where it said nothing
  /// @param others attributes from elsewhere, `custom:` ones above all; what the client says of
  ///   `node:` attributes goes before them
  public static DeviceFacts of(@Nullable String hostinfo, Map<String, Value> others) {
    Map<String, Value> values = new HashMap<>(others);
    Map<String, Value> own = hostinfo == null ? Map.of() : Hostinfo.facts(hostinfo);
    values.putAll(own);
    return new DeviceFacts(values, own.isEmpty() ? Extent.CUSTOM : Extent.CLIENT_AND_CUSTOM);
  }

  /// The facts that a policy's test states in `srcPostureAttrs`; all else is not set.
  public static DeviceFacts stated(Map<String, String> texts) {
    Map<String, Value> values = new HashMap<>();
    texts.forEach((name, text) -> values.put(name, new Value.Untyped(text)));
    return new DeviceFacts(values, Extent.EVERYTHING);
  }

  /// Whether a missing value of the attribute means that the device has none.
  boolean knows(String attribute) {
    return switch (extent) {
      case EVERYTHING -> true;
      case CLIENT_AND_CUSTOM -> isCustom(attribute) || PostureAttribute.of(attribute).isPresent();
      case CUSTOM -> isCustom(attribute);
    };
  }

  private static boolean isCustom(String attribute) {
    return AttributeSource.of(attribute) == AttributeSource.CUSTOM;
  }
}
