package dev.wayleave.protocol.noise;

import dev.wayleave.protocol.CapabilityVersion;
import java.nio.charset.StandardCharsets;

/// What both sides hash before the first message, so that the version in the clear cannot be
/// changed on the way: `Tailscale Control Protocol v` and the number in decimal.
final class Prologue {
  private static final String NAME = "Tailscale Control Protocol v";

  private Prologue() {}

  static byte[] of(CapabilityVersion version) {
    return (NAME + version).getBytes(StandardCharsets.US_ASCII);
  }
}
