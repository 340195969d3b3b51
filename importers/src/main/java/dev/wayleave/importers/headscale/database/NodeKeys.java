package dev.wayleave.importers.headscale.database;

import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.inventory.Finding;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The keys of a node's row: hex digits alone until 0.22, with a prefix since.
///
/// @param disco null where the device never told one
record NodeKeys(MachineKey machine, NodeKey node, @Nullable DiscoKey disco) {
  /// Reads all keys, or nothing after a finding: a node without its keys could never come back.
  static @Nullable NodeKeys read(RowFaults faults) {
    MachineKey machine = key(faults, "machine_key", MachineKey.PREFIX, MachineKey::ofHex);
    NodeKey node = key(faults, "node_key", NodeKey.PREFIX, NodeKey::ofHex);
    return machine == null || node == null ? null : new NodeKeys(machine, node, disco(faults));
  }

  private static <K> @Nullable K key(
      RowFaults faults, String column, String prefix, Function<String, K> ofHex) {
    try {
      return ofHex.apply(digits(faults.row().text(column), prefix));
    } catch (IllegalArgumentException e) {
      faults.report(
          Finding.Level.BLOCKER,
          "KEY_UNREADABLE",
          column
              + " is "
              + RowFaults.quoted(faults.row().text(column))
              + ": "
              + e.getMessage()
              + ".",
          "Delete the node in Headscale or correct the key, and read the database again.");
      return null;
    }
  }

  private static String digits(String text, String prefix) {
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  private static @Nullable DiscoKey disco(RowFaults faults) {
    String digits = digits(faults.row().text("disco_key"), DiscoKey.PREFIX);
    if (digits.isEmpty()) {
      // 0.23 put the prefix before whatever was there, so nothing became "discokey:".
      return null;
    }
    try {
      DiscoKey key = DiscoKey.ofHex(digits);
      return key.isZero() ? null : key;
    } catch (IllegalArgumentException e) {
      faults.report(
          Finding.Level.INFO,
          "DISCO_KEY_UNREADABLE",
          "disco_key is "
              + RowFaults.quoted(faults.row().text("disco_key"))
              + ": "
              + e.getMessage()
              + ".",
          "Nothing to do: the device sends it again when it connects.");
      return null;
    }
  }
}
