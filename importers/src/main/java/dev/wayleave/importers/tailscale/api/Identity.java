package dev.wayleave.importers.tailscale.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which tailnet some answers are of, as far as they tell.
///
/// @param tailnetId the id that users carry
/// @param suffix of the names of its own devices
record Identity(@Nullable String tailnetId, @Nullable String suffix) {
  static final Identity UNKNOWN = new Identity(null, null);

  private static final JsonFactory JSON = new JsonFactory();

  /// Whether both tell something, and not the same.
  boolean differsFrom(Identity other) {
    return differ(tailnetId, other.tailnetId) || differ(suffix, other.suffix);
  }

  /// Whether both tell the same of something.
  boolean confirms(Identity other) {
    return (tailnetId != null && tailnetId.equals(other.tailnetId))
        || (suffix != null && suffix.equals(other.suffix));
  }

  private static boolean differ(@Nullable String one, @Nullable String other) {
    return one != null && other != null && !one.equals(other);
  }

  /// The first `tailnetId` of a member in a list of users; those who were shared with belong
  /// elsewhere.
  static Identity ofUsers(Path file) throws IOException {
    String[] found = new String[1];
    eachObject(
        file,
        user -> {
          String id = user.getFirst();
          if (found[0] == null && !id.isEmpty() && !user.getLast().equals("shared")) {
            found[0] = ErrorText.tidy(id);
          }
        },
        List.of("tailnetId", "type"));
    return new Identity(found[0], null);
  }

  /// The suffix that the first own device's name has; a device shared in has its own tailnet's.
  static Identity ofDevices(Path file) throws IOException {
    String[] found = new String[1];
    eachObject(
        file,
        device -> {
          String name = device.getFirst();
          int dot = name.indexOf('.');
          if (found[0] == null && dot > 0 && !device.getLast().equals("true")) {
            found[0] = ErrorText.tidy(name.substring(dot + 1));
          }
        },
        List.of("name", "isExternal"));
    return new Identity(null, found[0]);
  }

  /// What it is called in a sentence.
  String label() {
    return tailnetId != null ? tailnetId : suffix != null ? suffix : "(not told)";
  }

  /// Takes members of an object, each empty where it is not there.
  interface Members {
    void take(List<String> values);
  }

  /// Goes through the objects of the first list in a file, of which there may be very many.
  ///
  /// @param names of the members that are taken, in their order
  static void eachObject(Path file, Members each, List<String> names) throws IOException {
    try (JsonParser json = JSON.createParser(file.toFile())) {
      while (json.nextToken() != null && json.currentToken() != JsonToken.START_ARRAY) {
        // What stands before the list is its envelope.
      }
      while (json.nextToken() == JsonToken.START_OBJECT) {
        String[] values = new String[names.size()];
        Arrays.fill(values, "");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          int at = names.indexOf(json.currentName());
          JsonToken value = json.nextToken();
          if (at >= 0 && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
            values[at] = json.getText();
          }
          json.skipChildren();
        }
        each.take(List.of(values));
      }
    }
  }
}
