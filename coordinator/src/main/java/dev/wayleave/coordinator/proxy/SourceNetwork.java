package dev.wayleave.coordinator.proxy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/// What counts as one source: an IPv4 address, or an IPv6 /64, of which a host has as many
/// addresses as it likes.
///
/// @param bits the address, or its upper half
/// @param length how many bytes of it count
public record SourceNetwork(long bits, int length) {
  private static final int SUBNET_BYTES = 8;
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  public static SourceNetwork of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet6Address) {
      bytes = Arrays.copyOf(bytes, SUBNET_BYTES);
    }
    long bits = 0;
    for (byte b : bytes) {
      bits = bits << Byte.SIZE | Byte.toUnsignedLong(b);
    }
    return new SourceNetwork(bits, bytes.length);
  }

  /// The source that an address stands for, as a name to count by; what is no address stands for
  /// itself.
  public static String ofText(String address) {
    try {
      // A literal is parsed; a name would be looked up.
      return LITERAL.matcher(address).matches()
          ? of(InetAddress.getByName(address)).toString()
          : address;
    } catch (UnknownHostException notAnAddress) {
      return address;
    }
  }
}
