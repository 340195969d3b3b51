package dev.wayleave.tailnet.inventory.json;

import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.KindDigest;
import dev.wayleave.tailnet.inventory.RawRow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Predicate;

/// Canonical digests of inventories.
public final class Digests {
  private Digests() {}

  /// The digest of every kind that the inventory holds anything of.
  public static Map<EntityKind, KindDigest> of(Inventory inventory) {
    return of(inventory, _ -> true);
  }

  /// The same for the entities that `counted` takes.
  public static Map<EntityKind, KindDigest> of(Inventory inventory, Predicate<EntityRef> counted) {
    return of(InventoryJson.redacted(), inventory, counted);
  }

  /// The same at what two databases can both hold: times at microseconds, which is as fine as
  /// PostgreSQL has them. For comparing two sides, never for proving that bytes are the same.
  public static Map<EntityKind, KindDigest> comparable(
      Inventory inventory, Predicate<EntityRef> counted) {
    return of(InventoryJson.comparable(), inventory, counted);
  }

  private static Map<EntityKind, KindDigest> of(
      InventoryJson json, Inventory inventory, Predicate<EntityRef> counted) {
    Map<EntityKind, KindDigest> digests = new EnumMap<>(EntityKind.class);
    for (EntityKind kind : EntityKind.values()) {
      KindDigest digest = of(json, inventory.entities(kind), counted);
      if (digest.count() > 0) {
        digests.put(kind, digest);
      }
    }
    return digests;
  }

  private static KindDigest of(
      InventoryJson json, Collection<? extends Entity<?>> entities, Predicate<EntityRef> counted) {
    MessageDigest sha256 = sha256();
    long count = 0;
    for (Entity<?> entity : entities) {
      if (counted.test(entity.ref())) {
        count++;
        sha256.update(json.write(entity.value()).getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) '\n');
      }
    }
    return new KindDigest(count, HexFormat.of().formatHex(sha256.digest()));
  }

  /// The digest of these entities as [#comparable] reckons it.
  public static KindDigest comparable(Collection<? extends Entity<?>> entities) {
    return of(InventoryJson.comparable(), entities, _ -> true);
  }

  /// What tells an inventory from others: the digests of its kinds, and one over everything.
  ///
  /// @param fingerprint over everything, source rows included: equal exactly when nothing changed
  public record Whole(String fingerprint, Map<EntityKind, KindDigest> kinds) {
    public Whole {
      kinds = Map.copyOf(kinds);
    }
  }

  /// Both at once, as writing every entity as JSON is most of the work of either.
  public static Whole whole(Inventory inventory) {
    InventoryJson json = InventoryJson.redacted();
    MessageDigest all = sha256();
    Map<EntityKind, KindDigest> kinds = new EnumMap<>(EntityKind.class);
    for (EntityKind kind : EntityKind.values()) {
      MessageDigest own = sha256();
      for (Entity<?> entity : inventory.entities(kind)) {
        byte[] value = (json.write(entity.value()) + "\n").getBytes(StandardCharsets.UTF_8);
        own.update(value);
        all.update((entity.ref() + "\n").getBytes(StandardCharsets.UTF_8));
        all.update(value);
        RawRow row = entity.row();
        all.update((row == null ? "\n" : json.write(row) + "\n").getBytes(StandardCharsets.UTF_8));
      }
      int count = inventory.entities(kind).size();
      if (count > 0) {
        kinds.put(kind, new KindDigest(count, HexFormat.of().formatHex(own.digest())));
      }
    }
    return new Whole("sha256:" + HexFormat.of().formatHex(all.digest()), kinds);
  }

  /// One digest over everything, source rows included: equal exactly when nothing changed.
  public static String fingerprint(Inventory inventory) {
    return whole(inventory).fingerprint();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform must provide SHA-256", impossible);
    }
  }
}
