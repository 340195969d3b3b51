package dev.wayleave.tailnet.inventory.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import dev.wayleave.tailnet.inventory.json.InventoryJsonException;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.OAuthClient;
import dev.wayleave.tailnet.model.OAuthToken;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.TailnetEntity;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which secrets entities hold, and which of them they only know the fingerprint of.
///
/// A withheld secret equals the revealed one, which is right for comparing two sides and not enough
/// for carrying: a side that withholds may neither blot out the secret that the other side has, nor
/// keep it from arriving later.
public final class Secrets {
  private static final String FINGERPRINT = "fingerprint";

  private Secrets() {}

  /// Whether anything in the reading, source rows included, is a secret in clear.
  public static boolean anyRevealed(Reading reading) {
    return Stream.concat(
            reading.inventory().entities().flatMap(Secrets::all),
            reading.inventory().leftovers().stream().flatMap(Secrets::hidden))
        .anyMatch(secret -> !secret.isWithheld());
  }

  /// The secret that the entity itself is about.
  static Optional<SecretText> of(TailnetEntity entity) {
    return switch (entity) {
      case Secret secret -> Optional.of(secret.value());
      case PreAuthKey key -> of(key.secret());
      case ApiKey key -> Optional.of(key.secret().hash());
      case OAuthClient client -> Optional.of(client.secretHash());
      case OAuthToken token -> Optional.of(token.secret().hash());
      default -> Optional.empty();
    };
  }

  private static Optional<SecretText> of(KeySecret secret) {
    return switch (secret) {
      case KeySecret.Hashed hashed -> Optional.of(hashed.hash());
      case KeySecret.Plaintext plaintext -> Optional.of(plaintext.key());
      case KeySecret.Unknown _ -> Optional.empty();
    };
  }

  /// Whether two states are the same, down to which secrets are known.
  static boolean same(@Nullable Entity<?> one, @Nullable Entity<?> other) {
    return Objects.equals(one, other)
        && (one == null || other == null || withheld(one) == withheld(other));
  }

  private static long withheld(Entity<?> entity) {
    return all(entity).filter(SecretText::isWithheld).count();
  }

  private static Stream<SecretText> all(Entity<?> entity) {
    RawRow row = entity.row();
    Stream<SecretText> own = of(entity.value()).stream();
    return row == null ? own : Stream.concat(own, hidden(row));
  }

  private static Stream<SecretText> hidden(RawRow row) {
    return row.values().stream()
        .filter(RawValue.Hidden.class::isInstance)
        .map(value -> ((RawValue.Hidden) value).v());
  }

  /// The entity with every secret in clear that it withholds and the other one knows.
  static Entity<?> fillIn(Entity<?> entity, @Nullable Entity<?> knowing) {
    if (knowing == null || withheld(entity) == 0) {
      return entity;
    }
    ObjectNode tree = InventoryJson.revealing().tree(entity);
    fillIn(tree, InventoryJson.revealing().tree(knowing));
    try {
      return InventoryJson.revealing().entity(entity.ref().kind(), tree);
    } catch (InventoryJsonException e) {
      throw new AssertionError("a secret in clear stands where its fingerprint may stand", e);
    }
  }

  private static void fillIn(ObjectNode tree, JsonNode knowing) {
    for (Map.Entry<String, JsonNode> field : tree.properties()) {
      JsonNode known = knowing.path(field.getKey());
      if (field.getValue() instanceof ObjectNode inner) {
        if (!isFingerprint(inner)) {
          fillIn(inner, known);
        } else if (isOf(inner, known)) {
          field.setValue(known);
        }
      }
    }
  }

  private static boolean isFingerprint(ObjectNode node) {
    return node.size() == 1 && node.path(FINGERPRINT).isTextual();
  }

  private static boolean isOf(ObjectNode fingerprint, JsonNode known) {
    return known.isTextual()
        && SecretText.of(known.textValue())
            .fingerprint()
            .equals(fingerprint.path(FINGERPRINT).textValue());
  }
}
