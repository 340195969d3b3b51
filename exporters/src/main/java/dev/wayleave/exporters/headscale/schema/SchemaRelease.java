package dev.wayleave.exporters.headscale.schema;

import java.util.Arrays;
import java.util.Optional;

/// A Headscale release line whose database can be written, oldest first.
public enum SchemaRelease {
  V0_26("0.26"),
  V0_27("0.27"),
  V0_28("0.28"),
  V0_29("0.29"),
  /// Not released; proved against a recorded database, not against a running server.
  V0_30_DEV("0.30-dev");

  private final String label;

  SchemaRelease(String label) {
    this.label = label;
  }

  /// How it is written on command lines and in reports.
  public String label() {
    return label;
  }

  /// Whether this line is the other or a newer one.
  public boolean atLeast(SchemaRelease other) {
    return compareTo(other) >= 0;
  }

  /// The line with this label, if it can be written.
  public static Optional<SchemaRelease> parse(String label) {
    return Arrays.stream(values()).filter(release -> release.label.equals(label)).findFirst();
  }
}
