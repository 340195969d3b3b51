package dev.wayleave.protocol;

/// What a client can do, as one number that grows with its releases.
///
/// The client names it in the clear in its handshake (where it is bound by the prologue), in `GET
/// /key?v=N`, and in each request. Tailscale keeps the meaning of each number beside
/// `CurrentCapabilityVersion` in `tailcfg/tailcfg.go`. Releases and their numbers:
///
/// | release | number | release | number |
/// |---|---|---|---|
/// | 1.80 | 113 | 1.94 | 131 |
/// | 1.82, 1.84 | 115, 116 | 1.96 | 133 |
/// | 1.86, 1.88 | 122, 125 | 1.98, 1.100 | 138, 141 |
/// | 1.90, 1.92 | 130, 131 | 1.102 | 142 |
///
/// Text form: decimal digits without sign or leading zero; `parse` and `toString` are inverse.
public record CapabilityVersion(int number) implements Comparable<CapabilityVersion> {
  /// The largest number that the two bytes of a handshake can hold.
  public static final int MAX = 0xffff;

  /// Release 1.80, the oldest that is served. Headscale 0.29 draws the line at the same number.
  public static final CapabilityVersion OLDEST_SERVED = new CapabilityVersion(113);

  private static final int MAX_DIGITS = 5;

  public CapabilityVersion {
    if (number < 0 || number > MAX) {
      throw new IllegalArgumentException("capability version " + number + " is outside 0.." + MAX);
    }
  }

  /// Reads the text form; the message of a refusal does not repeat the text.
  public static CapabilityVersion parse(String text) {
    if (!isDecimal(text)) {
      throw new IllegalArgumentException("a capability version is a decimal number up to " + MAX);
    }
    return new CapabilityVersion(Integer.parseInt(text));
  }

  private static boolean isDecimal(String text) {
    boolean leadingZero = text.length() > 1 && text.charAt(0) == '0';
    return !text.isEmpty()
        && text.length() <= MAX_DIGITS
        && !leadingZero
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  public boolean isAtLeast(CapabilityVersion other) {
    return number >= other.number;
  }

  @Override
  public int compareTo(CapabilityVersion other) {
    return Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Integer.toString(number);
  }
}
