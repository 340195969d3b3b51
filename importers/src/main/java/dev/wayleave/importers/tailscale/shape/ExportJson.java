package dev.wayleave.importers.tailscale.shape;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// How JSON of foreign hands is read: with limits, and with a sentence where it is none.
public final class ExportJson {
  /// A netmap of 50 000 devices is about 100 MB; a file made to exhaust us, any size.
  public static final long MAX_FILE_BYTES = 512L << 20;

  private static final int MAX_NESTING = 200;
  private static final int BUFFER_BYTES = 64 * 1024;

  /// The byte order mark in UTF-8, which PowerShell puts before what it redirects to a file.
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /// JSON, and HuJSON as it is found in policies: comments and trailing commas.
  public static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                  .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                  // What stands in a file may be a secret: it never goes into a message.
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
                  .build())
          .build();

  private ExportJson() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }

  /// Reads a file from its first byte after a byte order mark.
  public static InputStream open(Path file) throws IOException {
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new TooLarge();
    }
    return withoutMark(Files.newInputStream(file));
  }

  /// A stream from its first byte after a byte order mark, which is no part of any text.
  public static InputStream withoutMark(InputStream body) throws IOException {
    PushbackInputStream in =
        new PushbackInputStream(
            new BufferedInputStream(body, BUFFER_BYTES), BYTE_ORDER_MARK.length);
    byte[] first = in.readNBytes(BYTE_ORDER_MARK.length);
    if (!Arrays.equals(first, BYTE_ORDER_MARK)) {
      in.unread(first);
    }
    return in;
  }

  public static JsonParser parser(Path file) throws IOException {
    return MAPPER.createParser(open(file));
  }

  /// A sentence on a file that cannot be read or is no JSON.
  public static SourceException trouble(Path file, IOException e) {
    return new SourceException(
        switch (e) {
          case TooLarge _ ->
              file
                  + " is larger than "
                  + (MAX_FILE_BYTES >> 20)
                  + " MiB; leave out what is no part of the tailnet.";
          case JsonProcessingException json when endsInTheMiddle(json) ->
              file + " ends in the middle" + at(json.getLocation()) + "; save it again.";
          case JsonProcessingException json ->
              file + " is not JSON" + at(json.getLocation()) + "; save it again.";
          case NoSuchFileException _ -> "There is no file " + file + "; check the path.";
          case AccessDeniedException _ ->
              file + " may not be read; run as the user who owns it, or change its permissions.";
          default ->
              file + " cannot be read (" + e.getClass().getSimpleName() + "); check the disk.";
        },
        e);
  }

  /// The parser says it by a type of its own in most places, in some by its words only.
  private static boolean endsInTheMiddle(JsonProcessingException e) {
    return e instanceof JsonEOFException
        || e.getOriginalMessage().startsWith("Unexpected end-of-input");
  }

  private static String at(@Nullable JsonLocation location) {
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }

  /// A foreign name as it may stand in a sentence: nothing in it steers a terminal.
  public static String shown(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }

  /// The text of a member; empty where there is none.
  public static String text(JsonNode node, String member) {
    JsonNode value = node.path(member);
    return value.isTextual() || value.isNumber() ? value.asText() : "";
  }

  /// Copies members under the same or other names, those that are there and not null.
  ///
  /// @param names pairs of the name here and the name there
  public static void copy(JsonNode from, ObjectNode to, String... names) {
    for (int i = 0; i < names.length; i += 2) {
      JsonNode value = from.path(names[i]);
      if (!value.isMissingNode() && !value.isNull()) {
        to.set(names[i + 1], value);
      }
    }
  }

  /// The elements of a list; none where it is none.
  public static Iterable<JsonNode> each(JsonNode list) {
    return list.isArray() ? list : () -> emptyIterator();
  }

  private static Iterator<JsonNode> emptyIterator() {
    return Collections.emptyIterator();
  }

  /// A file beyond the limit.
  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
