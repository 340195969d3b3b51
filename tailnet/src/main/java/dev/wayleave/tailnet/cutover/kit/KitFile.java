package dev.wayleave.tailnet.cutover.kit;

import java.util.List;

/// A text at its path below the kit.
///
/// @param path of parts that [SafeNames] or the kit itself made, with `/` between them
/// @param parts the content, cut so that what is the same in many files is held once
/// @param runnable whether it is to be run
public record KitFile(String path, List<String> parts, boolean runnable) {
  public KitFile {
    parts = List.copyOf(parts);
  }

  static KitFile text(String path, String content) {
    return new KitFile(path, List.of(content), false);
  }

  public String content() {
    return String.join("", parts);
  }
}
