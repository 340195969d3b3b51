package dev.wayleave.tailnet.inventory.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Samples;
import org.junit.jupiter.api.Test;

class InventoryJsonTest {
  private final Inventory sample = Samples.inventory();

  @Test
  void everyKindOfEntityRoundTrips() throws Exception {
    for (Entity<?> entity : sample.entities().toList()) {
      ObjectNode tree = InventoryJson.revealing().tree(entity);
      Entity<?> read =
          InventoryJson.revealing()
              .entity(
                  entity.ref().kind(),
                  InventoryJson.revealing().mapper().readTree(tree.toString()));
      assertThat(read).isEqualTo(entity);
      assertThat(InventoryJson.revealing().tree(read)).isEqualTo(tree);
    }
  }

  @Test
  void redactedJsonHoldsNoSecretAndSameDigests() throws Exception {
    Inventory.Builder withheld = Inventory.builder(sample.source());
    for (Entity<?> entity : sample.entities().toList()) {
      String json = InventoryJson.redacted().tree(entity).toString();
      assertThat(json).doesNotContain(Samples.SECRET);
      withheld.add(
          InventoryJson.redacted()
              .entity(entity.ref().kind(), InventoryJson.redacted().mapper().readTree(json)));
    }
    assertThat(Digests.of(withheld.build())).isEqualTo(Digests.of(sample));
  }

  @Test
  void refusesNullWhereTheModelHasNone() {
    Entity<?> user =
        sample
            .entities()
            .filter(e -> e.ref().toString().equals("users/1"))
            .findFirst()
            .orElseThrow();
    ObjectNode tree = InventoryJson.revealing().tree(user);
    tree.putNull("name");
    assertThatThrownBy(() -> InventoryJson.revealing().entity(user.ref().kind(), tree))
        .isInstanceOf(InventoryJsonException.class)
        .hasMessage("one of the users cannot be read: the field \"name\" may not be null");
  }

  @Test
  void refusesFieldsThatItDoesNotKnow() {
    Entity<?> user =
        sample
            .entities()
            .filter(e -> e.ref().toString().equals("users/1"))
            .findFirst()
            .orElseThrow();
    ObjectNode tree = InventoryJson.revealing().tree(user);
    tree.put("shoeSize", 43);
    assertThatThrownBy(() -> InventoryJson.revealing().entity(user.ref().kind(), tree))
        .hasMessageContaining("shoeSize");
  }
}
