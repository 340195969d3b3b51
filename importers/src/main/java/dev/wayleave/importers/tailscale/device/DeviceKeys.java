package dev.wayleave.importers.tailscale.device;

import dev.wayleave.importers.tailscale.json.HostedFields;
import dev.wayleave.importers.tailscale.json.HostedNotes;
import dev.wayleave.importers.tailscale.json.ObjectNotes;
import dev.wayleave.importers.tailscale.shape.DeviceMembers;
import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The keys by which a device is recognised; a zero key is one that is not known.
record DeviceKeys(MachineKey machine, NodeKey node, @Nullable DiscoKey disco) {
  private static final int KEY_BYTES = 32;

  /// @param each whether a key that is missing is told for each device
  static DeviceKeys read(HostedFields fields, boolean each, ObjectNotes notes) {
    MachineKey none = MachineKey.of(new byte[KEY_BYTES]);
    NodeKey noNode = NodeKey.of(new byte[KEY_BYTES]);
    DeviceKeys keys =
        new DeviceKeys(
            key(fields, "machineKey", MachineKey::parse, none, notes),
            key(fields, "nodeKey", NodeKey::parse, noNode, notes),
            disco(fields));
    if (each && keys.machine.isZero()) {
      notes.action(
          "MACHINE_KEY_UNKNOWN",
          "Its machine key was not told, so that it cannot be recognised.",
          "It has to log in when it moves, and an administrator approves who it is.");
    }
    if (each && keys.node.isZero()) {
      notes.action(
          "NODE_KEY_UNKNOWN",
          "Its node key was not told, so that it cannot move without a login.",
          "Plan a login of its user for the move.");
    }
    return keys;
  }

  /// A placeholder does as well, and the device sends its own when it comes.
  private static @Nullable DiscoKey disco(HostedFields fields) {
    try {
      DiscoKey key = DiscoKey.parse(fields.text(DeviceMembers.DISCO_KEY));
      return key.isZero() ? null : key;
    } catch (IllegalArgumentException _) {
      // Not told, or no such key.
      return null;
    }
  }

  private static <K> K key(
      HostedFields fields, String member, Function<String, K> parser, K none, ObjectNotes notes) {
    String text = fields.text(member);
    if (text.isEmpty()) {
      return none;
    }
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      notes.action(
          "KEY_UNREADABLE",
          member + " is " + HostedNotes.quoted(text) + ", which is no such key.",
          "Export again, or plan a login for this device.");
      return none;
    }
  }
}
