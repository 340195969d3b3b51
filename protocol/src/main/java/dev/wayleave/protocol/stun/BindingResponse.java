package dev.wayleave.protocol.stun;

import dev.wayleave.protocol.stun.StunException.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Tells from which address a request came.
///
/// @param address resolved; an IPv4 address mapped into IPv6 counts as IPv4
public record BindingResponse(TransactionId id, InetSocketAddress address) {
  private static final int MAPPED_ADDRESS = 0x0001;
  private static final int XOR_MAPPED_ADDRESS = 0x0020;

  /// An old draft's number for the same, which some servers still use.
  private static final int XOR_MAPPED_ADDRESS_OF_DRAFTS = 0x8020;

  public BindingResponse {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException(address + " is a name, not an address");
    }
  }

  /// Reads a datagram, which is all that is left in the buffer; the buffer stays as it is.
  ///
  /// The address is the one of XOR-MAPPED-ADDRESS, else the one of MAPPED-ADDRESS: routers that
  /// rewrite addresses in packets spoil the latter.
  public static BindingResponse parse(ByteBuffer datagram) throws StunException {
    StunMessage message = StunMessage.parse(datagram);
    if (message.type() != StunMessage.BINDING_RESPONSE) {
      throw new StunException(
          Reason.OTHER_TYPE, "type %#06x is not a binding response".formatted(message.type()));
    }
    Optional<ByteBuffer> masked =
        message.find(XOR_MAPPED_ADDRESS).or(() -> message.find(XOR_MAPPED_ADDRESS_OF_DRAFTS));
    InetSocketAddress address =
        masked.isPresent()
            ? MappedAddress.readMasked(masked.get(), message.id())
            : MappedAddress.read(
                message
                    .find(MAPPED_ADDRESS)
                    .orElseThrow(
                        () -> new StunException(Reason.NO_ADDRESS, "the response has no address")));
    return new BindingResponse(message.id(), address);
  }

  /// The datagram, with XOR-MAPPED-ADDRESS alone.
  public byte[] toBytes() {
    InetAddress ip = address.getAddress();
    int value = MappedAddress.size(ip);
    int attributes = StunMessage.ATTRIBUTE_HEADER_BYTES + value;
    ByteBuffer out = ByteBuffer.allocate(StunMessage.HEADER_BYTES + attributes);
    out.putShort((short) StunMessage.BINDING_RESPONSE)
        .putShort((short) attributes)
        .putInt(StunMessage.COOKIE);
    id.writeTo(out);
    out.putShort((short) XOR_MAPPED_ADDRESS).putShort((short) value);
    MappedAddress.writeMasked(address, id, out);
    return out.array();
  }
}
