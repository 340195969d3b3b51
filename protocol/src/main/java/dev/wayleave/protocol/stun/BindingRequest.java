package dev.wayleave.protocol.stun;

import dev.wayleave.protocol.stun.StunException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Asks a server from which address it receives this.
///
/// @param software what the sender calls itself, empty if it does not; not to be trusted or shown
///   as it is
/// @param fingerprinted whether the message ended in a fingerprint, and the right one
public record BindingRequest(TransactionId id, String software, boolean fingerprinted) {
  /// What Tailscale's clients call themselves.
  public static final String TAILSCALE = "tailnode";

  static final int SOFTWARE = 0x8022;

  private static final int SIZE =
      StunMessage.HEADER_BYTES
          + StunMessage.ATTRIBUTE_HEADER_BYTES
          + TAILSCALE.length()
          + StunMessage.FINGERPRINT_BYTES;

  /// Reads a datagram, which is all that is left in the buffer; the buffer stays as it is.
  public static BindingRequest parse(ByteBuffer datagram) throws StunException {
    StunMessage message = StunMessage.parse(datagram);
    if (message.type() != StunMessage.BINDING_REQUEST) {
      throw new StunException(
          Reason.OTHER_TYPE, "type %#06x is not a binding request".formatted(message.type()));
    }
    String software =
        message
            .find(SOFTWARE)
            .map(value -> StandardCharsets.UTF_8.decode(value).toString())
            .orElse("");
    return new BindingRequest(message.id(), software, message.endsInFingerprint());
  }

  /// The request of a Tailscale client, which `parse` reads back.
  public static byte[] ofTailscale(TransactionId id) {
    ByteBuffer out = ByteBuffer.allocate(SIZE);
    out.putShort((short) StunMessage.BINDING_REQUEST)
        .putShort((short) (SIZE - StunMessage.HEADER_BYTES))
        .putInt(StunMessage.COOKIE);
    id.writeTo(out);
    // Eight letters need no padding.
    out.putShort((short) SOFTWARE)
        .putShort((short) TAILSCALE.length())
        .put(TAILSCALE.getBytes(StandardCharsets.US_ASCII));
    int fingerprint = StunMessage.fingerprint(out);
    out.putShort((short) StunMessage.FINGERPRINT)
        .putShort((short) Integer.BYTES)
        .putInt(fingerprint);
    return out.array();
  }

  /// Whether the sender looks like a Tailscale client: the only ones that Tailscale's servers
  /// answer.
  public boolean isFromTailscale() {
    return fingerprinted && software.equals(TAILSCALE);
  }
}
