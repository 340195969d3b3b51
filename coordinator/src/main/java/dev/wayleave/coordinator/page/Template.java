package dev.wayleave.coordinator.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// HTML with places in it, `{{name}}`.
public record Template(String text) {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

  /// The template in a file that is packed beside a class.
  public static Template beside(Class<?> owner, String name) {
    return new Template(text(owner, name));
  }

  /// Each place is filled once: what fills one is not looked at for others.
  ///
  /// @param values as HTML
  public String filled(Map<String, String> values) {
    return PLACE
        .matcher(text)
        .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), "")));
  }

  /// Text as HTML, also without characters that are not seen but turn the direction of what
  /// follows.
  public static String escaped(String text) {
    return text.replaceAll("[\\p{Cf}\\p{Cc}\\p{Co}]", "\uFFFD")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  static String text(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError(name + " is packed beside " + owner.getSimpleName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
