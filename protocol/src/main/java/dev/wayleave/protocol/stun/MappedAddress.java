package dev.wayleave.protocol.stun;

import dev.wayleave.protocol.stun.StunException.Reason;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/// The value of an attribute that holds an address: plain, or xor cookie and transaction, so that
/// no router finds an address in it to rewrite (RFC 5389, sections 15.1 and 15.2).
final class MappedAddress {
  private static final byte IPV4 = 1;
  private static final byte IPV6 = 2;
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final int BEFORE_ADDRESS = 1 + 1 + Short.BYTES;

  private static final int PORT_MASK = StunMessage.COOKIE >>> Short.SIZE;

  private MappedAddress() {}

  static int size(InetAddress ip) {
    return BEFORE_ADDRESS + ip.getAddress().length;
  }

  static InetSocketAddress read(ByteBuffer value) throws StunException {
    return read(value, 0, new byte[IPV6_BYTES]);
  }

  static InetSocketAddress readMasked(ByteBuffer value, TransactionId id) throws StunException {
    return read(value, PORT_MASK, mask(id));
  }

  static void writeMasked(InetSocketAddress address, TransactionId id, ByteBuffer out) {
    InetAddress ip = address.getAddress();
    out.put((byte) 0).put(ip instanceof Inet4Address ? IPV4 : IPV6);
    out.putShort((short) (address.getPort() ^ PORT_MASK));
    out.put(xor(ip.getAddress(), mask(id)));
  }

  private static InetSocketAddress read(ByteBuffer value, int portMask, byte[] mask)
      throws StunException {
    if (value.remaining() < BEFORE_ADDRESS) {
      throw tooShort(value);
    }
    // RFC 5389 has readers ignore the first byte.
    value.get();
    byte[] ip = new byte[addressBytes(value.get())];
    int port = Short.toUnsignedInt(value.getShort()) ^ portMask;
    if (value.remaining() < ip.length) {
      throw tooShort(value);
    }
    value.get(ip);
    try {
      return new InetSocketAddress(InetAddress.getByAddress(xor(ip, mask)), port);
    } catch (UnknownHostException e) {
      throw new AssertionError("four or sixteen bytes are an address", e);
    }
  }

  private static int addressBytes(byte family) throws StunException {
    return switch (family) {
      case IPV4 -> IPV4_BYTES;
      case IPV6 -> IPV6_BYTES;
      default ->
          throw new StunException(
              Reason.MALFORMED_ATTRIBUTES,
              "address family %d is neither 1 nor 2".formatted(family));
    };
  }

  private static StunException tooShort(ByteBuffer value) {
    return new StunException(
        Reason.MALFORMED_ATTRIBUTES, "an address ends after %d bytes".formatted(value.limit()));
  }

  private static byte[] mask(TransactionId id) {
    ByteBuffer mask = ByteBuffer.allocate(IPV6_BYTES).putInt(StunMessage.COOKIE);
    id.writeTo(mask);
    return mask.array();
  }

  private static byte[] xor(byte[] bytes, byte[] mask) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = (byte) (bytes[i] ^ mask[i]);
    }
    return result;
  }
}
