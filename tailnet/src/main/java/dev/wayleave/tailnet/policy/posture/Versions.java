package dev.wayleave.tailnet.policy.posture;

import java.math.BigInteger;

/// Compares versions as the hosted service does: runs of digits as numbers, what stands between
/// them as text, run by run.
///
/// The rule is that of `util/cmpver` in the Tailscale client, to which the documentation of device
/// posture refers: `1.80.2` is before `1.82`, and `12` before `12.0`.
final class Versions {
  private Versions() {}

  static int compare(String left, String right) {
    int l = 0;
    int r = 0;
    while (l < left.length() || r < right.length()) {
      int lWord = end(left, l, false);
      int rWord = end(right, r, false);
      int words = left.substring(l, lWord).compareTo(right.substring(r, rWord));
      if (words != 0) {
        return words;
      }
      l = end(left, lWord, true);
      r = end(right, rWord, true);
      int numbers = number(left.substring(lWord, l)).compareTo(number(right.substring(rWord, r)));
      if (numbers != 0) {
        return numbers;
      }
    }
    return 0;
  }

  /// Where the run of digits, or of anything else, ends that begins at `from`.
  private static int end(String text, int from, boolean digits) {
    int at = from;
    while (at < text.length() && isDigit(text.charAt(at)) == digits) {
      at++;
    }
    return at;
  }

  /// A missing number is zero, as with Debian's versions.
  private static BigInteger number(String digits) {
    return digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
