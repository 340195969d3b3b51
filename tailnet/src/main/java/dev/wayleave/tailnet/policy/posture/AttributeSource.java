package dev.wayleave.tailnet.policy.posture;

import java.util.Arrays;
import java.util.List;

/// Where the values of an attribute come from, by its namespace, and whether Wayleave has them.
public enum AttributeSource {
  /// The client describes its own device.
  CLIENT(true, "what the client says of its device"),
  /// Administrators set it through the API, or the node itself where `attrConfig` lets it.
  CUSTOM(true, "attributes that an administrator sets"),
  /// The country of a public address asks for a geographical database, which Wayleave has not.
  LOCATION(false, "the country of the device's public address"),
  /// Services for the management and protection of devices, which hosted Tailscale asks itself.
  PROVIDER(false, "what a device management or protection service reports"),
  UNKNOWN(false, "a source that is not known");

  private final boolean evaluated;
  private final String description;

  AttributeSource(boolean evaluated, String description) {
    this.evaluated = evaluated;
    this.description = description;
  }

  /// Whether conditions on such attributes can be evaluated without values from elsewhere.
  public boolean isEvaluated() {
    return evaluated;
  }

  /// A phrase for reports, for example `the country of the device's public address`.
  public String description() {
    return description;
  }

  /// What stands before the colon of such attributes.
  public List<String> namespaces() {
    return switch (this) {
      case CLIENT -> List.of("node");
      case CUSTOM -> List.of("custom");
      case LOCATION -> List.of("ip");
      case PROVIDER ->
          List.of(
              "falcon",
              "sentinelOne",
              "kolide",
              "fleet",
              "fleetPolicy",
              "huntress",
              "iru",
              "kandji",
              "jamfPro",
              "intune");
      case UNKNOWN -> List.of();
    };
  }

  /// The source of an attribute.
  public static AttributeSource of(String attribute) {
    int colon = attribute.indexOf(':');
    String namespace = colon < 0 ? attribute : attribute.substring(0, colon);
    return Arrays.stream(values())
        .filter(source -> source.namespaces().contains(namespace))
        .findFirst()
        .orElse(UNKNOWN);
  }
}
