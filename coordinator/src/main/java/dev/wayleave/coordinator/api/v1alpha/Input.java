package dev.wayleave.coordinator.api.v1alpha;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What comes in, checked at the door.
final class Input {
  private static final int LONGEST_TEXT = 255;
  private static final int LONGEST_LIST = 200;

  private Input() {}

  static <T> T body(@Nullable T request) {
    if (request == null) {
      throw new BadInputException("The request has no body; send a JSON object.");
    }
    return request;
  }

  /// The text that bytes are in UTF-8.
  static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BadInputException("The body is not text in UTF-8.");
    }
  }

  static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw new BadInputException("The field \"" + field + "\" is missing.");
    }
    return value;
  }

  /// A text that may be empty or missing.
  static String text(String field, @Nullable String value) {
    String text = value == null ? "" : value;
    if (text.length() > LONGEST_TEXT) {
      throw new BadInputException(
          "The field \""
              + field
              + "\" has "
              + text.length()
              + " characters; "
              + LONGEST_TEXT
              + " are the most.");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new BadInputException("The field \"" + field + "\" holds a control character.");
    }
    return text;
  }

  static String name(String field, @Nullable String value) {
    String name = text(field, required(field, value)).strip();
    if (name.isEmpty()) {
      throw new BadInputException("The field \"" + field + "\" is empty.");
    }
    return name;
  }

  /// Reads each text of a list; a missing list is an empty one.
  static <T extends Comparable<T>> Set<T> set(
      String field, @Nullable List<@Nullable String> values, Function<String, T> parse) {
    List<@Nullable String> texts = values == null ? List.of() : values;
    if (texts.size() > LONGEST_LIST) {
      throw new BadInputException(
          "The field \""
              + field
              + "\" has "
              + texts.size()
              + " entries; "
              + LONGEST_LIST
              + " are the most.");
    }
    Set<T> parsed = new TreeSet<>();
    for (String text : texts) {
      parsed.add(parsed(field, name(field, text), parse));
    }
    return parsed;
  }

  /// A parser that takes texts as they are, but only known ones.
  static Function<String, String> oneOf(Predicate<String> known, String what) {
    return text -> {
      if (!known.test(text)) {
        throw new IllegalArgumentException("\"" + text + "\" is not " + what);
      }
      return text;
    };
  }

  /// Reads a text by a parser whose refusals are sentences about the value.
  static <T> T parsed(String field, String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new BadInputException("The field \"" + field + "\" is wrong: " + e.getMessage() + ".");
    }
  }

  /// A number in a path or query.
  static <T> T id(String text, Function<Long, T> id) {
    try {
      return id.apply(Long.parseLong(text));
    } catch (IllegalArgumentException e) {
      throw new BadInputException("\"" + text("id", text) + "\" is not an id; ids are numbers.");
    }
  }
}
