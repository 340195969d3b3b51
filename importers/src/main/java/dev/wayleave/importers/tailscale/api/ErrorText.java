package dev.wayleave.importers.tailscale.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What the API says of an error, made fit for a message and a file.
final class ErrorText {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LONGEST = 300;

  private ErrorText() {}

  /// One line without markup, control characters or anything that looks like a key.
  ///
  /// @param type the content type
  static String of(String type, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    if (isPage(type, text)) {
      return "a web page instead of an answer";
    }
    return tidy(message(text));
  }

  static boolean isPage(String type, String start) {
    String first = start.stripLeading().toLowerCase(Locale.ROOT);
    return type.toLowerCase(Locale.ROOT).contains("html")
        || first.startsWith("<!doctype")
        || first.startsWith("<html");
  }

  private static String message(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      for (String member : new String[] {"message", "error_description", "error"}) {
        if (json != null && json.path(member).isTextual()) {
          return json.path(member).asText();
        }
      }
      return "";
    } catch (JsonProcessingException e) {
      // Some errors are plain text.
      return text;
    }
  }

  static String tidy(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints().limit(4L * LONGEST).forEach(c -> line.appendCodePoint(isPlain(c) ? c : ' '));
    String plain =
        line.toString()
            .replaceAll("<[^>]*>", " ")
            .replaceAll("tskey-[A-Za-z0-9_-]+", "tskey-…")
            .replaceAll(" +", " ")
            .strip();
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST - 1) + "…";
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          false;
      default -> true;
    };
  }
}
