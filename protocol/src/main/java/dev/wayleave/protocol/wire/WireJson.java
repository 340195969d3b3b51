package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.protocol.key.TailnetLockKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Reads and writes the records of this room as UTF-8.
public final class WireJson {
  /// What a control server reads of a request; real ones have a few KiB.
  public static final int MAX_REQUEST_BYTES = 1 << 20;

  /// Deeper than any message, and not deep enough to exhaust a stack.
  private static final int MAX_NESTING = 100;

  private static final int MAX_NUMBER_DIGITS = 64;

  /// The escape that clients complain about when it is in a map, where names from requests go.
  private static final byte[] ESCAPED_ZERO = "\\u0000".getBytes(StandardCharsets.US_ASCII);

  /// What is empty or zero where the wire has null or nothing, unless a field allows null.
  private static final List<Class<?>> NEVER_NULL =
      List.of(
          String.class,
          List.class,
          Map.class,
          NodeKey.class,
          MachineKey.class,
          DiscoKey.class,
          TailnetLockKey.class);

  private static final JsonMapper JSON = mapper();

  private WireJson() {}

  /// Reads a request.
  ///
  /// @throws WireException if it is longer than [#MAX_REQUEST_BYTES] or not the JSON of a `T`
  public static <T> T read(byte[] json, Class<T> type) throws WireException {
    return read(json, type, MAX_REQUEST_BYTES);
  }

  /// Reads a message of up to `maxBytes`: as a client reads answers, which grow with the tailnet.
  ///
  /// @throws WireException if it is longer, or not the JSON of a `T`
  public static <T> T read(byte[] json, Class<T> type, int maxBytes) throws WireException {
    String what = type.getSimpleName();
    if (json.length > maxBytes) {
      throw new WireException(
          "%s has %d bytes, at most %d are read".formatted(what, json.length, maxBytes));
    }
    if (contains(json, ESCAPED_ZERO)) {
      throw new WireException("%s holds the character U+0000".formatted(what));
    }
    T value;
    try {
      // Decoded here: from bytes the parser would take UTF-16 and UTF-32 too, past the check above.
      value = JSON.readValue(new String(json, StandardCharsets.UTF_8), type);
    } catch (JsonMappingException e) {
      // The causes are dropped, here and below: they quote the message.
      throw new WireException(
          "%s: %s is not what is expected%s".formatted(what, path(e), place(e)));
    } catch (JsonProcessingException e) {
      throw new WireException("%s is not JSON%s".formatted(what, place(e)));
    }
    if (value == null) {
      throw new WireException("%s is null".formatted(what));
    }
    return value;
  }

  /// Writes a message.
  public static byte[] write(Object message) {
    try {
      return JSON.writeValueAsBytes(message);
    } catch (JsonProcessingException e) {
      throw new AssertionError("records of this room can be written", e);
    }
  }

  private static String path(JsonMappingException e) {
    String path = e.getPath().stream().map(WireJson::step).collect(Collectors.joining("."));
    return path.isEmpty() ? "the whole" : path;
  }

  /// The names in maps come from the message, those of fields from here.
  private static String step(JsonMappingException.Reference step) {
    if (step.getFrom() instanceof Map) {
      return "*";
    }
    return step.getFieldName() == null ? "#" + step.getIndex() : step.getFieldName();
  }

  private static String place(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null
        ? ""
        : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static boolean contains(byte[] bytes, byte[] part) {
    for (int start = 0; start <= bytes.length - part.length; start++) {
      int matched = 0;
      while (matched < part.length && bytes[start + matched] == part[matched]) {
        matched++;
      }
      if (matched == part.length) {
        return true;
      }
    }
    return false;
  }

  private static JsonMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxNumberLength(MAX_NUMBER_DIGITS)
                    .build())
            .build();
    JsonMapper.Builder builder = JsonMapper.builder(factory);
    JsonSetter.Value emptyForNull = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);
    for (Class<?> type : NEVER_NULL) {
      builder.withConfigOverride(type, config -> config.setSetterInfo(emptyForNull));
    }
    return builder
        .addModule(new WireModule())
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .build();
  }
}
