package dev.wayleave.tailnet.cutover.kit;

import java.util.List;

/// What strangers may call their devices and themselves.
final class HostileNames {
  static final List<String> ALL =
      List.of(
          "$(touch owned)",
          "`touch owned`",
          "'; touch owned; '",
          "\"; touch owned; \"",
          "a\ntouch owned\n",
          "a\r\ntouch owned",
          "-rf",
          "--help",
          "../../../etc/passwd",
          "..\\..\\windows",
          "/etc/passwd",
          "con",
          "",
          ".",
          "=HYPERLINK(\"http://x\")",
          "+cmd|' /C calc'!A0",
          "<script>alert(1)</script>",
          "]]></string><key>LoginURL</key><string>http://evil",
          "a: b\n  - c",
          "{{ lookup('pipe', 'touch owned') }}",
          "{% raw %}",
          "#comment",
          "!!python/object:os.system",
          "\u001b[2Jcleared\u0007",
          "\u0000nul",
          "a\u2019; touch owned #\u2018",
          "gnp.\u202Eexe",
          "a\u2028b\u0085c",
          "\ud83d\ude80 rocket",
          "@WAVES@ @FINDINGS@ @TO@",
          "%s %n $1 \\1",
          "[x](javascript:alert(1)) | `y` | *z*",
          "a\tb\u001fc",
          "name with spaces",
          "EOF\nPREFS\n");

  private HostileNames() {}
}
