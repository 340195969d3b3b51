package dev.wayleave.tailnet.inventory.json;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.OAuthClient;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.TailnetEntity;

/// Writes and reads entities as canonical JSON: keys sorted, nulls written, times in ISO-8601. Only
/// fields that came later ([LaterFields]) are left out where they are null.
///
/// An entity is its record's fields and, beside them, `row`: the source's own columns or null.
public final class InventoryJson {
  /// No honest text value is longer: a policy file or a host description of 20 MiB.
  private static final int MAX_TEXT_CHARS = 20 * 1024 * 1024;

  private static final int MAX_DEPTH = 200;

  /// The field of an entity's JSON that holds the source's row.
  public static final String ROW = "row";

  private static final InventoryJson REVEALING =
      new InventoryJson(SecretMode.REVEAL, TimeMode.WHOLE);
  private static final InventoryJson REDACTED =
      new InventoryJson(SecretMode.FINGERPRINT, TimeMode.WHOLE);
  private static final InventoryJson COMPARABLE =
      new InventoryJson(SecretMode.FINGERPRINT, TimeMode.MICROSECONDS);

  private final ObjectMapper mapper;

  private InventoryJson(SecretMode mode, TimeMode times) {
    // Sorted keys make the text canonical: equal values give equal bytes, so SHA-256 can compare.
    JsonMapper.Builder builder =
        JsonMapper.builder(
                new JsonFactoryBuilder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder()
                            .maxStringLength(MAX_TEXT_CHARS)
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .addModule(new JavaTimeModule())
            .addModule(times.module())
            .addModule(KeyModule.create(mode))
            .addModule(LaterFields.module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
    if (mode == SecretMode.FINGERPRINT) {
      builder
          .addMixIn(ApiKey.class, Unproved.class)
          .addMixIn(PreAuthKey.class, Unproved.class)
          .addMixIn(OAuthClient.class, Unproved.class);
    }
    mapper = builder.build();
  }

  /// A proof says nothing that the key's kept form does not, and comes by mere use of a key: two
  /// sides that differ in nothing else are the same.
  @JsonIgnoreProperties(value = "proof", allowSetters = true)
  private interface Unproved {}

  /// Secrets in clear: for bundles and a target's own store.
  public static InventoryJson revealing() {
    return REVEALING;
  }

  /// Secrets as fingerprints: for reports, saved plans and everything that people read.
  public static InventoryJson redacted() {
    return REDACTED;
  }

  /// Secrets as fingerprints and times at microseconds, finer than which PostgreSQL keeps none: for
  /// telling whether two sides hold the same.
  public static InventoryJson comparable() {
    return COMPARABLE;
  }

  /// The mapper, for documents that hold entities among other things.
  public ObjectMapper mapper() {
    return mapper;
  }

  public ObjectNode tree(Entity<?> entity) {
    ObjectNode tree = tree(entity.value());
    tree.set(ROW, mapper.valueToTree(entity.row()));
    return tree;
  }

  public ObjectNode tree(TailnetEntity value) {
    return mapper.valueToTree(value);
  }

  /// Reads what [#tree(Entity)] wrote; throws with a sentence about the field that is wrong.
  public Entity<?> entity(EntityKind kind, JsonNode tree) throws InventoryJsonException {
    if (!(tree instanceof ObjectNode object)) {
      throw new InventoryJsonException(
          "one of the " + kind.plural() + " is not a JSON object", null);
    }
    // A shallow copy: only the field itself is taken out.
    ObjectNode fields = mapper.createObjectNode().setAll(object);
    JsonNode row = fields.remove(ROW);
    try {
      RawRow raw = row == null || row.isNull() ? null : mapper.treeToValue(row, RawRow.class);
      return new Entity<>(NullGate.check(mapper.treeToValue(fields, kind.type())), raw);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new InventoryJsonException(
          "one of the " + kind.plural() + " cannot be read: " + reason(e), e);
    }
  }

  private static String reason(Exception e) {
    return e instanceof JsonProcessingException json
        ? String.valueOf(json.getOriginalMessage())
        : String.valueOf(e.getMessage());
  }

  public String write(TailnetEntity value) {
    return write((Object) value);
  }

  public String write(RawRow row) {
    return write((Object) row);
  }

  private String write(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError("records of the model are plain data and always serialise", e);
    }
  }

  public <T extends TailnetEntity> T readValue(Class<T> type, String json)
      throws InventoryJsonException {
    try {
      return NullGate.check(mapper.readValue(json, type));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new InventoryJsonException(
          "a " + type.getSimpleName() + " cannot be read: " + reason(e), e);
    }
  }

  public RawRow readRow(String json) throws InventoryJsonException {
    try {
      return mapper.readValue(json, RawRow.class);
    } catch (JsonProcessingException e) {
      throw new InventoryJsonException("a source row cannot be read: " + reason(e), e);
    }
  }
}
