package dev.wayleave.tailnet.inventory.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Samples;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.Transition;
import java.time.Instant;
import java.util.Set;
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

  @Test
  void aPolicyVersionFromBeforeAuthorsAndMessagesIsReadAndWrittenAsItWas() throws Exception {
    String old =
        "{\"createdAt\":\"2026-11-22T10:00:00Z\",\"id\":\"4\",\"inUse\":true,"
            + "\"origin\":\"database\",\"text\":\"{}\"}";
    PolicyVersion read = InventoryJson.revealing().readValue(PolicyVersion.class, old);
    assertThat(read)
        .isEqualTo(
            new PolicyVersion("4", "{}", true, "database", Instant.parse("2026-11-22T10:00:00Z")));
    assertThat(InventoryJson.revealing().write(read))
        .as("its digest must stay what manifests say")
        .isEqualTo(old);
  }

  @Test
  void aMoveFromBeforeSharedDevicesIsReadAndWrittenAsItWas() throws Exception {
    String old =
        "{\"controlUrl\":\"https://old.example.net\",\"magicDnsSuffix\":\"x.ts.net\","
            + "\"plane\":\"tailscale\"}";
    Transition read = InventoryJson.revealing().readValue(Transition.class, old);
    assertThat(read)
        .isEqualTo(new Transition("tailscale", "https://old.example.net", "x.ts.net", null, null));
    assertThat(InventoryJson.revealing().write(read)).isEqualTo(old);
  }

  @Test
  void aMoveKeepsWhatIsSharedAndANodeWhenADisabledLoginWouldEnd() throws Exception {
    Transition move =
        new Transition(
            "tailscale",
            "https://old.example.net",
            "",
            null,
            null,
            Set.of(IpAddress.parse("100.99.1.7"), IpAddress.parse("fd00::7")),
            Set.of("build-box"));
    assertThat(
            InventoryJson.revealing()
                .readValue(Transition.class, InventoryJson.revealing().write(move)))
        .isEqualTo(move);
    Node node = Samples.node(1, 1).change().disabledExpiry(Samples.LATER).build();
    String json = InventoryJson.revealing().write(node);
    assertThat(json).contains("\"disabledExpiry\":");
    assertThat(InventoryJson.revealing().readValue(Node.class, json)).isEqualTo(node);
    assertThat(InventoryJson.revealing().write(Samples.node(1, 1)))
        .as("a digest of before must stay")
        .doesNotContain("disabledExpiry");
    assertThat(node.change().expiry(Samples.LATER).build().disabledExpiry())
        .as("a login that ends has no other end")
        .isNull();
  }

  @Test
  void aPolicyVersionKeepsItsAuthorItsMessageAndItsPredecessor() throws Exception {
    PolicyVersion version =
        new PolicyVersion("5", "{}", false, "api", null, "ann", "more for web", "4");
    Entity<PolicyVersion> entity = new Entity<>(version, null);
    ObjectNode tree = InventoryJson.revealing().tree(entity);
    assertThat(InventoryJson.revealing().entity(EntityKind.POLICY, tree)).isEqualTo(entity);
    assertThat(
            InventoryJson.revealing()
                .readValue(PolicyVersion.class, InventoryJson.revealing().write(version)))
        .isEqualTo(version);
  }

  @Test
  void aPolicyVersionStillNeedsWhatItAlwaysHad() {
    assertThatThrownBy(
            () -> InventoryJson.revealing().readValue(PolicyVersion.class, "{\"id\":\"4\"}"))
        .isInstanceOf(InventoryJsonException.class);
    assertThatThrownBy(() -> InventoryJson.revealing().readValue(PolicyVersion.class, "[]"))
        .isInstanceOf(InventoryJsonException.class);
  }
}
