package dev.wayleave.importers.tailscale.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;

/// Whether a body is one whole document of JSON.
final class JsonBody {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonBody() {}

  /// @throws Exchange.BrokenBodyException where it is none, so that it is asked for again
  static void check(Path file) throws IOException {
    try (JsonParser json = JSON.createParser(file.toFile())) {
      JsonToken first = json.nextToken();
      if (first != JsonToken.START_OBJECT && first != JsonToken.START_ARRAY) {
        throw new Exchange.BrokenBodyException("its answer is neither an object nor a list", null);
      }
      json.skipChildren();
      if (json.nextToken() != null) {
        throw new Exchange.BrokenBodyException("something follows the end of its answer", null);
      }
    } catch (JsonProcessingException e) {
      throw new Exchange.BrokenBodyException(
          "its answer is cut off or is not JSON (line %d, column %d)"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
          e);
    }
  }
}
