package dev.wayleave.importers.headscale.database.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The columns that hold JSON.
public final class JsonColumn {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonColumn() {}

  /// Reads a list of texts. The four spellings of an empty one are NULL, the empty text, `null` and
  /// `[]`; the first of them never gets here.
  public static Parsed<List<String>> texts(String json) {
    if (json.isBlank()) {
      return new Parsed.Nothing<>();
    }
    try (JsonParser parser = JSON.createParser(json)) {
      return switch (parser.nextToken()) {
        case VALUE_NULL -> atEnd(parser, new Parsed.Nothing<>(), json);
        case START_ARRAY -> {
          Parsed<List<String>> list = elements(parser, json);
          yield atEnd(parser, list, json);
        }
        case null, default -> new Parsed.Unreadable<>(json);
      };
    } catch (IOException e) {
      return new Parsed.Unreadable<>(json);
    }
  }

  private static Parsed<List<String>> elements(JsonParser parser, String json) throws IOException {
    List<String> found = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        return new Parsed.Unreadable<>(json);
      }
      found.add(parser.getText());
    }
    return found.isEmpty() ? new Parsed.Nothing<>() : new Parsed.Value<>(found);
  }

  private static <T> Parsed<T> atEnd(JsonParser parser, Parsed<T> result, String json)
      throws IOException {
    return parser.nextToken() == null ? result : new Parsed.Unreadable<>(json);
  }

  /// Reads an object as far as its named members are lists of texts; all others are skipped, and
  /// the whole is checked to be JSON.
  ///
  /// @return the lists by member, without those that are missing or something else
  public static Parsed<Map<String, List<String>>> members(String json, List<String> names) {
    if (json.isBlank()) {
      return new Parsed.Nothing<>();
    }
    try (JsonParser parser = JSON.createParser(json)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.VALUE_NULL) {
        return atEnd(parser, new Parsed.Nothing<>(), json);
      }
      if (first != JsonToken.START_OBJECT) {
        return new Parsed.Unreadable<>(json);
      }
      Map<String, List<String>> found = new HashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (names.contains(name) && parser.currentToken() == JsonToken.START_ARRAY) {
          found.put(name, textsOf(parser));
        } else {
          parser.skipChildren();
        }
      }
      return atEnd(parser, new Parsed.Value<>(found), json);
    } catch (IOException e) {
      return new Parsed.Unreadable<>(json);
    }
  }

  private static List<String> textsOf(JsonParser parser) throws IOException {
    List<String> found = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        found.add(parser.getText());
      } else {
        parser.skipChildren();
      }
    }
    return found;
  }
}
