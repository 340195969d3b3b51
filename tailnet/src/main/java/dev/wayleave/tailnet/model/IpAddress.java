package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// An IP address without a zone. Parsing never asks a resolver.
///
/// Text forms are those of Go's `netip.Addr`: dotted quad, and RFC 5952 for IPv6.
public sealed interface IpAddress extends Comparable<IpAddress> {
  /// Reads a dotted quad without leading zeros, or an IPv6 address without a zone.
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static IpAddress parse(String text) {
    return IpText.parse(text);
  }

  /// 32 or 128.
  int bits();

  /// The upper 64 bits of an IPv6 address; 0 for IPv4.
  long high();

  /// The lower 64 bits; for IPv4 the address itself.
  long low();

  @JsonValue
  String text();

  @Override
  default int compareTo(IpAddress other) {
    int family = Integer.compare(bits(), other.bits());
    if (family != 0) {
      return family;
    }
    int upper = Long.compareUnsigned(high(), other.high());
    return upper != 0 ? upper : Long.compareUnsigned(low(), other.low());
  }

  /// An IPv4 address as its 32 bits.
  record V4(int value) implements IpAddress {
    @Override
    public int bits() {
      return 32;
    }

    @Override
    public long high() {
      return 0;
    }

    @Override
    public long low() {
      return Integer.toUnsignedLong(value);
    }

    @Override
    public String text() {
      return IpText.format(this);
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /// An IPv6 address as two big-endian halves.
  record V6(long high, long low) implements IpAddress {
    @Override
    public int bits() {
      return 128;
    }

    @Override
    public String text() {
      return IpText.format(this);
    }

    @Override
    public String toString() {
      return text();
    }
  }
}
