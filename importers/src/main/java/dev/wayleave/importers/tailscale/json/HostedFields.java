package dev.wayleave.importers.tailscale.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An object of the hosted API; a member that is absent, null or of another type says nothing.
public record HostedFields(ObjectNode json) {
  /// Members that hold secrets where somebody saved the answer to their making, or a link that lets
  /// its reader in.
  private static final Set<String> SECRETS =
      Set.of(
          "key",
          "secret",
          "clientSecret",
          "token",
          "s3SecretAccessKey",
          "gcsCredentials",
          "inviteUrl");

  private static final List<String> ROW = List.of("json");

  public static HostedFields of(@Nullable JsonNode node) {
    return new HostedFields(
        node instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode());
  }

  /// A string, or a number as text: ids are written both ways.
  public String text(String name) {
    JsonNode value = json.path(name);
    return value.isTextual() || value.isNumber() ? value.asText() : "";
  }

  public boolean has(String name) {
    return json.has(name);
  }

  public boolean flag(String name) {
    return json.path(name).asBoolean(false);
  }

  public Optional<Boolean> maybe(String name) {
    JsonNode value = json.path(name);
    return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
  }

  public Optional<Long> number(String name) {
    JsonNode value = json.path(name);
    return value.canConvertToLong() ? Optional.of(value.longValue()) : Optional.empty();
  }

  public HostedFields object(String name) {
    return of(json.path(name));
  }

  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    json.path(name)
        .forEach(element -> {
          if (element.isTextual()) {
            texts.add(element.textValue());
          }
        });
    return texts;
  }

  public List<HostedFields> objects(String name) {
    List<HostedFields> objects = new ArrayList<>();
    json.path(name).forEach(element -> objects.add(of(element)));
    return objects;
  }

  /// The members of an object member, in their order.
  public List<Map.Entry<String, JsonNode>> members(String name) {
    return List.copyOf(object(name).json().properties());
  }

  /// A time. Absent, null, the empty text and Go's zero time all mean that there is none.
  ///
  /// @param notes is told of a text that is no time
  public @Nullable Instant time(String name, ObjectNotes notes) {
    String text = text(name);
    if (text.isEmpty()) {
      return null;
    }
    try {
      Instant time = Instant.parse(text);
      return time.atZone(ZoneOffset.UTC).getYear() <= 1 ? null : time;
    } catch (DateTimeException e) {
      notes.action(
          "TIME_UNREADABLE",
          name + " is " + HostedNotes.quoted(text) + ", which is no time.",
          "Look it up in the admin console; here it counts as not set.");
      return null;
    }
  }

  /// The object without its secrets.
  public HostedFields withoutSecrets() {
    return new HostedFields(json.deepCopy().without(SECRETS));
  }

  /// The object as a row of one column, unknown members included, secrets excepted.
  public RawRow row(String table) {
    return new RawRow(table, ROW, List.of(new RawValue.Text(withoutSecrets().compact())));
  }

  /// The JSON text without spaces.
  public String compact() {
    return json.toString();
  }
}
