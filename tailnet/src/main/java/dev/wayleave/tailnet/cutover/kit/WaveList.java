package dev.wayleave.tailnet.cutover.kit;

import java.util.List;

/// What an operator wrote about who goes in one wave.
///
/// @param source the file, for messages
/// @param text a device a line, by id, name or address; `#` begins a comment
public record WaveList(String source, String text) {
  /// One line that names a device.
  record Entry(int line, String device) {}

  List<Entry> entries() {
    List<String> lines = text.lines().toList();
    List<Entry> entries = new java.util.ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String device = lines.get(i).replaceFirst("(^|\\s)#.*", "").strip();
      if (!device.isEmpty()) {
        entries.add(new Entry(i + 1, device));
      }
    }
    return entries;
  }
}
