package dev.wayleave.tailnet.identity;

import java.util.Optional;

/// Percent-encoding as Go's `net/url` has it, which encodes each part of a URL otherwise.
enum Escapes {
  PATH("-_.~$&+,/:;=@"),
  FRAGMENT("-_.~$&+,/:;=?@!()*"),
  USER("-_.~$&+,;="),
  HOST("-_.~!$&'()*+,;=:[]<>\"");

  /// What RFC 3986 allows in a path beside letters and digits: an encoding that leaves these is the
  /// author's choice and stays.
  private static final String LEFT_ALONE = "!$&'()*+,;=:@[]%";

  private static final String HEX = "0123456789ABCDEF";

  private final String plain;

  Escapes(String plain) {
    this.plain = plain;
  }

  private boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || plain.indexOf(c) >= 0;
  }

  String escape(String bytes) {
    StringBuilder escaped = new StringBuilder(bytes.length());
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      if (isPlain(c)) {
        escaped.append(c);
      } else {
        escaped.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
    return escaped.toString();
  }

  /// The bytes behind the encoding; nothing where a `%` is not followed by two hex digits, or where
  /// a host has what a host cannot have.
  Optional<String> unescape(String bytes) {
    StringBuilder plainBytes = new StringBuilder(bytes.length());
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      if (c == '%') {
        int value = i + 2 < bytes.length() ? value(bytes.charAt(i + 1), bytes.charAt(i + 2)) : -1;
        // A host encodes only what is not ASCII, and the percent sign of a zone.
        if (value < 0 || (this == HOST && value < 0x80 && value != '%')) {
          return Optional.empty();
        }
        plainBytes.append((char) value);
        i += 2;
      } else if (this == HOST && c < 0x80 && !isPlain(c)) {
        return Optional.empty();
      } else {
        plainBytes.append(c);
      }
    }
    return Optional.of(plainBytes.toString());
  }

  private static int value(char high, char low) {
    int upper = Character.digit(high, 16);
    int lower = Character.digit(low, 16);
    return upper < 0 || lower < 0 ? -1 : upper << 4 | lower;
  }

  /// The text to write for bytes that were read from an encoding: that encoding where it is a valid
  /// one of these bytes, else the usual one.
  String written(String bytes, String readFrom) {
    boolean valid = readFrom.chars().allMatch(c -> isPlain((char) c) || LEFT_ALONE.indexOf(c) >= 0);
    return valid && unescape(readFrom).filter(bytes::equals).isPresent() ? readFrom : escape(bytes);
  }
}
