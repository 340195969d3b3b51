package dev.wayleave.importers.tailscale.shape;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// What a JSON file looks like from afar: enough to say whose output it is.
///
/// @param list whether it is a list, and not an object
/// @param members the members of the object, each with those of its first element where it is a
///   list of objects, or with its own where it is an object
/// @param element the members of a list's first element
public record JsonOutline(boolean list, Map<String, Set<String>> members, Set<String> element) {
  public boolean has(String member) {
    return members.containsKey(member);
  }

  public boolean hasAll(String... names) {
    return members.keySet().containsAll(Set.of(names));
  }

  /// Whether there is nothing in it that could tell what it is.
  public boolean empty() {
    return members.isEmpty() && element.isEmpty();
  }

  /// Goes through a whole file, so that one that ends in the middle is noticed.
  public static JsonOutline of(Path file) throws IOException {
    try (JsonParser parser = ExportJson.parser(file)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_ARRAY) {
        return new JsonOutline(true, Map.of(), elements(parser));
      }
      Map<String, Set<String>> members = new LinkedHashMap<>();
      if (first == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String member = parser.currentName();
          members.put(member, value(parser));
        }
      }
      return new JsonOutline(false, members, Set.of());
    }
  }

  private static Set<String> value(JsonParser parser) throws IOException {
    return switch (parser.nextToken()) {
      case START_ARRAY -> elements(parser);
      case START_OBJECT -> names(parser);
      default -> Set.of();
    };
  }

  private static Set<String> elements(JsonParser parser) throws IOException {
    Set<String> first = Set.of();
    boolean taken = false;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY && token != null;
        token = parser.nextToken()) {
      if (token == JsonToken.START_OBJECT && !taken) {
        first = names(parser);
        taken = true;
      } else {
        parser.skipChildren();
      }
    }
    return first;
  }

  private static Set<String> names(JsonParser parser) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      names.add(parser.currentName());
      parser.nextToken();
      parser.skipChildren();
    }
    return names;
  }
}
