package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Node;
import java.util.Optional;

/// That an imported device has come here, and what it was known by.
///
/// @param plane where it was before
record Coming(String plane, Proof proof) {
  /// Which of the keys that the device came with were those of the imported node.
  enum Proof {
    BOTH_KEYS("with both its keys"),
    MACHINE_KEY("with its machine key and a new node key"),
    NODE_KEY("with its node key, from a machine that nobody knew"),
    NO_KEY("with new keys");

    private final String words;

    Proof(String words) {
      this.words = words;
    }
  }

  /// Empty where a change of a node is another one.
  static Optional<Coming> of(Node before, Node after) {
    return before.unmoved() == null || after.unmoved() != null
        ? Optional.empty()
        : Optional.of(new Coming(before.unmoved().plane(), proof(before, after)));
  }

  private static Proof proof(Node before, Node after) {
    boolean machine = before.machineKey().equals(after.machineKey());
    boolean node = before.nodeKey().equals(after.nodeKey());
    if (machine) {
      return node ? Proof.BOTH_KEYS : Proof.MACHINE_KEY;
    }
    return node ? Proof.NODE_KEY : Proof.NO_KEY;
  }

  /// For the audit log.
  String sentence() {
    return "from " + plane + ", " + proof.words;
  }
}
