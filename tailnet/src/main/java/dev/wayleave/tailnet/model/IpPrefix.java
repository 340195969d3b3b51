package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// An address and how many of its leading bits count, for example `10.20.0.0/16`.
///
/// Host bits are kept as written: a source may hold `10.20.0.1/16`.
public record IpPrefix(IpAddress address, int length) implements Comparable<IpPrefix> {
  public static final IpPrefix ALL_V4 = new IpPrefix(new IpAddress.V4(0), 0);
  public static final IpPrefix ALL_V6 = new IpPrefix(new IpAddress.V6(0, 0), 0);

  public IpPrefix {
    if (length < 0 || length > address.bits()) {
      throw new IllegalArgumentException(
          "prefix length " + length + " is outside 0.." + address.bits());
    }
  }

  /// Reads `ADDRESS/LENGTH`.
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static IpPrefix parse(String text) {
    int slash = text.lastIndexOf('/');
    String digits = text.substring(slash + 1);
    boolean number =
        slash > 0
            && !digits.isEmpty()
            && digits.length() <= 3
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number) {
      throw new IllegalArgumentException("\"" + text + "\" is not of the form ADDRESS/LENGTH");
    }
    return new IpPrefix(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(digits));
  }

  public boolean contains(IpAddress candidate) {
    return candidate.bits() == address.bits()
        && ((candidate.high() ^ address.high()) & mask(length)) == 0
        && ((candidate.low() ^ address.low()) & lowMask()) == 0;
  }

  /// The mask of the lower 64 bits; an IPv4 address lives in the lowest 32 of them.
  private long lowMask() {
    return address.bits() == 32 ? mask(length + 32) & 0xffffffffL : mask(length - 64);
  }

  /// A mask with the given number of leading one bits, clamped to 0..64.
  private static long mask(int ones) {
    return ones <= 0 ? 0 : ones >= 64 ? -1L : -1L << (64 - ones);
  }

  /// Whether this is `0.0.0.0/0` or `::/0`, which together make an exit node.
  public boolean isExitRoute() {
    return length == 0;
  }

  @Override
  public int compareTo(IpPrefix other) {
    int byAddress = address.compareTo(other.address);
    return byAddress != 0 ? byAddress : Integer.compare(length, other.length);
  }

  @Override
  @JsonValue
  public String toString() {
    return address + "/" + length;
  }
}
