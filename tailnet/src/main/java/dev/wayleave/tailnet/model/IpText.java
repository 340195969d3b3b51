package dev.wayleave.tailnet.model;

import java.util.ArrayList;
import java.util.List;

/// The text forms of addresses: dotted quads, and IPv6 after RFC 4291 §2.2 and RFC 5952.
final class IpText {
  private static final int GROUPS = 8;

  private IpText() {}

  static IpAddress parse(String text) {
    return text.indexOf(':') < 0 ? parseV4(text, text) : parseV6(text);
  }

  private static IpAddress.V4 parseV4(String quad, String whole) {
    String[] parts = quad.split("\\.", -1);
    if (parts.length != 4) {
      throw malformed(whole);
    }
    int value = 0;
    for (String part : parts) {
      value = value << 8 | decimalOctet(part, whole);
    }
    return new IpAddress.V4(value);
  }

  private static int decimalOctet(String part, String whole) {
    // A leading zero is refused as Go does: some programs read it as octal.
    boolean digits = !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(IpText::digit);
    if (!digits || (part.length() > 1 && part.charAt(0) == '0')) {
      throw malformed(whole);
    }
    int octet = Integer.parseInt(part);
    if (octet > 255) {
      throw malformed(whole);
    }
    return octet;
  }

  private static IpAddress.V6 parseV6(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      throw malformed(text);
    }
    List<Integer> head = groups(gap < 0 ? text : text.substring(0, gap), text, gap < 0);
    List<Integer> tail = gap < 0 ? List.of() : groups(text.substring(gap + 2), text, true);
    int written = head.size() + tail.size();
    // "::" stands for at least one group.
    if (gap < 0 ? written != GROUPS : written >= GROUPS) {
      throw malformed(text);
    }
    int[] all = new int[GROUPS];
    for (int i = 0; i < head.size(); i++) {
      all[i] = head.get(i);
    }
    for (int i = 0; i < tail.size(); i++) {
      all[GROUPS - tail.size() + i] = tail.get(i);
    }
    return new IpAddress.V6(join(all, 0), join(all, GROUPS / 2));
  }

  /// Reads groups between single colons; the last may be a dotted quad where the text ends here.
  private static List<Integer> groups(String part, String whole, boolean atEnd) {
    List<Integer> found = new ArrayList<>();
    if (part.isEmpty()) {
      return found;
    }
    String[] fields = part.split(":", -1);
    for (int i = 0; i < fields.length; i++) {
      String field = fields[i];
      if (field.indexOf('.') >= 0 && atEnd && i == fields.length - 1) {
        int quad = parseV4(field, whole).value();
        found.add(quad >>> 16);
        found.add(quad & 0xffff);
      } else {
        found.add(hexGroup(field, whole));
      }
    }
    return found;
  }

  private static int hexGroup(String field, String whole) {
    if (field.isEmpty()
        || field.length() > 4
        || !field.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
      throw malformed(whole);
    }
    return Integer.parseInt(field, 16);
  }

  private static long join(int[] groups, int from) {
    return (long) groups[from] << 48
        | (long) groups[from + 1] << 32
        | (long) groups[from + 2] << 16
        | groups[from + 3];
  }

  static String format(IpAddress.V4 address) {
    int v = address.value();
    return (v >>> 24) + "." + (v >>> 16 & 0xff) + "." + (v >>> 8 & 0xff) + "." + (v & 0xff);
  }

  /// RFC 5952 §4.2: lower case, no leading zeros, `::` for the first longest run of at least two.
  static String format(IpAddress.V6 address) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      long half = i < GROUPS / 2 ? address.high() : address.low();
      groups[i] = (int) (half >>> (48 - 16 * (i % 4))) & 0xffff;
    }
    // Go prints IPv4-mapped addresses (RFC 4291 §2.5.5.2) with a dotted quad.
    if (address.high() == 0 && address.low() >>> 32 == 0xffffL) {
      return "::ffff:" + format(new IpAddress.V4((int) address.low()));
    }
    int bestStart = -1;
    int bestLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int end = i;
      while (end < GROUPS && groups[end] == 0) {
        end++;
      }
      if (end - i > bestLength) {
        bestStart = i;
        bestLength = end - i;
      }
      i = Math.max(i, end - 1);
    }
    StringBuilder out = new StringBuilder(39);
    for (int i = 0; i < GROUPS; i++) {
      if (i == bestStart) {
        out.append("::");
        i += bestLength - 1;
      } else {
        if (i > 0 && out.charAt(out.length() - 1) != ':') {
          out.append(':');
        }
        out.append(Integer.toHexString(groups[i]));
      }
    }
    return out.toString();
  }

  private static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException("\"" + text + "\" is not an IP address");
  }
}
