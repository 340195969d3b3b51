package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.tailnet.inventory.json.InventoryJson;
import dev.wayleave.tailnet.model.DnsSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The entity tag of DNS settings: SHA-256 of their canonical JSON.
final class DnsTag {
  private DnsTag() {}

  static String of(DnsSettings dns) {
    byte[] text = InventoryJson.redacted().tree(dns).toString().getBytes(StandardCharsets.UTF_8);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform must provide SHA-256", e);
    }
  }
}
