package dev.wayleave.importers.tailscale.json;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads one body of the API object by object, so that a long list needs the memory of one element.
public final class HostedItems {
  private static final int MAX_TEXT_CHARS = 20 << 20;
  private static final int MAX_DEPTH = 200;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              new JsonFactoryBuilder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(MAX_TEXT_CHARS)
                          .maxNestingDepth(MAX_DEPTH)
                          .build())
                  .build())
          .build();

  /// Lists that newer answers hold under another name.
  private static final Map<String, String> OTHER_ENVELOPES = Map.of("vipServices", "services");

  private final String file;
  private final String envelope;

  /// @param file what the body is called in sentences
  /// @param envelope the member that holds the list; empty where any may
  public HostedItems(String file, String envelope) {
    this.file = file;
    this.envelope = envelope;
  }

  /// Takes the elements of a list.
  @FunctionalInterface
  public interface Sink {
    void take(HostedFields item) throws SourceException;
  }

  /// Hands out the elements of a list, with or without its envelope.
  ///
  /// @return what the API said instead of a list; empty where it is a list
  public Optional<String> each(InputStream body, Sink sink) throws SourceException {
    try (InputStream in = checked(body);
        JsonParser parser = MAPPER.createParser(in)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_ARRAY) {
        elements(parser, sink);
      } else if (first == JsonToken.START_OBJECT) {
        String refusal = enveloped(parser, sink);
        if (refusal != null) {
          return Optional.of(refusal);
        }
      } else {
        throw fault(parser.currentLocation(), "there is neither a list nor an object");
      }
      end(parser);
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /// The body as one object.
  public HostedFields object(InputStream body) throws SourceException {
    try (InputStream in = checked(body);
        JsonParser parser = MAPPER.createParser(in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw fault(parser.currentLocation(), "an object is expected here");
      }
      JsonNode tree = parser.readValueAsTree();
      end(parser);
      return HostedFields.of(tree);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /// The sentence of an error of the API that was saved as if it were an answer.
  public static Optional<String> refusal(HostedFields body) {
    boolean error = body.json().path("message").isTextual() && body.json().size() <= 3;
    return error ? Optional.of(body.text("message")) : Optional.empty();
  }

  private @Nullable String enveloped(JsonParser parser, Sink sink)
      throws IOException, SourceException {
    String message = null;
    boolean found = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      boolean list = envelope.isEmpty() ? value == JsonToken.START_ARRAY : isEnvelope(name);
      if (list && !found && value == JsonToken.START_ARRAY) {
        found = true;
        elements(parser, sink);
      } else if (list && value == JsonToken.VALUE_NULL) {
        found = true;
      } else if (name.equals("message") && value == JsonToken.VALUE_STRING) {
        message = parser.getText();
      } else {
        parser.skipChildren();
      }
    }
    if (found) {
      return null;
    }
    if (message != null) {
      return message;
    }
    throw fault(
        parser.currentLocation(),
        envelope.isEmpty() ? "it holds no list" : "it has no list \"" + envelope + "\"");
  }

  private boolean isEnvelope(String name) {
    return name.equals(envelope) || name.equals(OTHER_ENVELOPES.get(envelope));
  }

  private void elements(JsonParser parser, Sink sink) throws IOException, SourceException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw fault(parser.currentLocation(), "an object is expected in the list");
      }
      sink.take(new HostedFields((ObjectNode) parser.<JsonNode>readValueAsTree()));
    }
  }

  private void end(JsonParser parser) throws IOException, SourceException {
    if (parser.nextToken() != null) {
      throw fault(parser.currentLocation(), "the JSON ended before this");
    }
  }

  /// A page of an error, a proxy or a login begins with markup.
  private InputStream checked(InputStream body) throws IOException, SourceException {
    PushbackInputStream in = new PushbackInputStream(new BufferedInputStream(body), 1);
    int first = in.read();
    while (first == ' ' || first == '\n' || first == '\r' || first == '\t') {
      first = in.read();
    }
    if (first == '<') {
      throw new SourceException(
          file
              + " holds a page (HTML) instead of an answer of the API; a proxy or an error page was"
              + " saved, so export again.");
    }
    if (first < 0) {
      throw new SourceException(
          file + " is empty; the export broke off, so export again or delete the file.");
    }
    in.unread(first);
    return in;
  }

  private SourceException unreadable(IOException e) {
    if (!(e instanceof JsonProcessingException json)) {
      return new SourceException(
          file + " cannot be read (" + e.getMessage() + "); check the file and its permissions.",
          e);
    }
    String what =
        e instanceof JsonEOFException ? "the JSON ends too early" : "this is not valid JSON";
    return fault(json.getLocation(), what);
  }

  private SourceException fault(@Nullable JsonLocation at, String what) {
    String where = at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new SourceException(
        file + where + ": " + what + "; the file was cut or changed, so export again.");
  }
}
