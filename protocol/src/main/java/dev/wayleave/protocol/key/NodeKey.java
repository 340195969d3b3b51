package dev.wayleave.protocol.key;

/// The public WireGuard key of a node; it rotates, the machine key does not.
///
/// Text form: `nodekey:` and 64 lower-case hex digits; `parse` and `toString` are inverse.
public final class NodeKey extends PublicKey<NodeKey> {
  /// The role prefix of the text form, colon included.
  public static final String PREFIX = "nodekey:";

  private NodeKey(Bytes32 bytes) {
    super(PREFIX, bytes);
  }

  public static NodeKey of(byte[] bytes) {
    return new NodeKey(Bytes32.of(bytes));
  }

  /// Reads the text form.
  public static NodeKey parse(String text) {
    return new NodeKey(digits(text, PREFIX, "node key"));
  }

  /// Reads the digits alone, as Headscale before 0.23 stores them.
  public static NodeKey ofHex(String digits) {
    return new NodeKey(Bytes32.ofHex(digits));
  }
}
