package dev.wayleave.tailnet.policy.syntax;

import java.util.ArrayList;
import java.util.List;

/// A JSON pointer (RFC 6901).
///
/// @param steps names and indexes, from the root value
record Pointer(List<String> steps) {
  Pointer {
    steps = List.copyOf(steps);
  }

  static Pointer parse(String text) throws PolicyEditException {
    if (!text.isEmpty() && !text.startsWith("/")) {
      throw new PolicyEditException("the path \"" + text + "\" does not begin with /");
    }
    List<String> steps = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      int end = text.indexOf('/', at + 1) < 0 ? text.length() : text.indexOf('/', at + 1);
      steps.add(unescape(text, text.substring(at + 1, end)));
      at = end;
    }
    return new Pointer(steps);
  }

  private static String unescape(String path, String step) throws PolicyEditException {
    if (step.replace("~0", "").replace("~1", "").contains("~")) {
      throw new PolicyEditException(
          "the path \"" + path + "\" has a ~ that is neither ~0 (for ~) nor ~1 (for /)");
    }
    return step.replace("~1", "/").replace("~0", "~");
  }

  boolean isRoot() {
    return steps.isEmpty();
  }

  Pointer parent() {
    return new Pointer(steps.subList(0, steps.size() - 1));
  }

  String last() {
    return steps.getLast();
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (String step : steps) {
      out.append('/').append(step.replace("~", "~0").replace("/", "~1"));
    }
    return out.toString();
  }
}
