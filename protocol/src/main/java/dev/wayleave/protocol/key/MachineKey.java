package dev.wayleave.protocol.key;

/// The public key of a machine: its static key in the Noise handshake.
///
/// Text form: `mkey:` and 64 lower-case hex digits; `parse` and `toString` are inverse.
public final class MachineKey extends PublicKey<MachineKey> {
  /// The role prefix of the text form, colon included.
  public static final String PREFIX = "mkey:";

  private MachineKey(Bytes32 bytes) {
    super(PREFIX, bytes);
  }

  public static MachineKey of(byte[] bytes) {
    return new MachineKey(Bytes32.of(bytes));
  }

  /// Reads the text form.
  public static MachineKey parse(String text) {
    return new MachineKey(digits(text, PREFIX, "machine key"));
  }

  /// Reads the digits alone, as Headscale before 0.23 stores them.
  public static MachineKey ofHex(String digits) {
    return new MachineKey(Bytes32.ofHex(digits));
  }
}
