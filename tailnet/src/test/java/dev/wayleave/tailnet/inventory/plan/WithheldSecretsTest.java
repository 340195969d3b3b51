package dev.wayleave.tailnet.inventory.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Samples;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import dev.wayleave.tailnet.inventory.json.InventoryJsonException;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.TailnetEntity;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// A secret and its fingerprint are equal, and yet one of them opens doors and the other does not.
class WithheldSecretsTest {
  private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");

  @Test
  void sourceThatWithholdsASecretDoesNotTakeItFromTheTarget() {
    State before = applied(State.EMPTY, Samples.inventory());
    Inventory.Builder source = Inventory.builder(Samples.SOURCE);
    for (Entity<?> entity : Samples.inventory().entities().toList()) {
      Entity<?> hidden = withheld(entity);
      source.add(
          hidden.value() instanceof ApiKey key ? new Entity<>(seen(key), hidden.row()) : hidden);
    }
    Planned planned = before.plan(source.build());
    assertThat(planned.plan().findings()).as("nothing is lost").isEmpty();
    assertThat(planned.plan().items())
        .extracting(item -> item.ref().toString())
        .containsExactly("apiKeys/1");
    State after = before.with(planned.changes());
    assertThat(Secrets.anyRevealed(State.reading(after.target()))).isTrue();
    assertThat(after.target().apiKeys().getFirst().lastSeen()).isEqualTo(LATER);
    assertThat(secret(after).reveal()).isEqualTo(Samples.SECRET + 1);
  }

  @Test
  void secretThatWasWithheldArrivesWithALaterSource() {
    State before = applied(State.EMPTY, Edits.inventory(withheld(Samples.apiKey(1))));
    assertThat(secret(before).isWithheld()).isTrue();
    Planned planned = before.plan(Edits.inventory(Samples.apiKey(1)));
    assertThat(planned.plan().changesAnything()).isTrue();
    State after = before.with(planned.changes());
    assertThat(secret(after).isWithheld()).isFalse();
    assertThat(after.plan(Edits.inventory(Samples.apiKey(1))).changes()).isEmpty();
  }

  @Test
  void secretsOfSourceRowsAreKeptToo() {
    State before = applied(State.EMPTY, Samples.inventory());
    Inventory.Builder source = Inventory.builder(Samples.SOURCE);
    Samples.inventory().entities().forEach(entity -> source.add(withheld(entity)));
    State after = before.with(before.plan(source.build()).changes());
    String rows =
        InventoryJson.revealing()
            .tree(after.target().entities(EntityKind.USER).iterator().next())
            .toString();
    assertThat(rows).contains(Samples.SECRET);
  }

  @Test
  void mirrorFollowsASourceThatWithholds() {
    Inventory held = Edits.inventory(Samples.apiKey(1));
    Inventory source = Edits.inventory(withheld(Samples.apiKey(1)));
    Planned planned = Planner.mirror(State.reading(source), held, PlanOptions.CAREFUL);
    assertThat(planned.plan().findings())
        .extracting(Finding::code)
        .containsExactly("SECRET_WITHHELD");
    assertThat(secret(new State(held, held).with(planned.changes())).isWithheld()).isTrue();
  }

  private static State applied(State before, Inventory source) {
    return before.with(before.plan(source).changes());
  }

  private static SecretText secret(State state) {
    return state.target().apiKeys().getFirst().secret().hash();
  }

  private static ApiKey seen(ApiKey key) {
    return new ApiKey(
        key.id(),
        key.secret(),
        key.user(),
        key.description(),
        key.scopes(),
        key.expiration(),
        LATER,
        key.createdAt());
  }

  static ApiKey withheld(ApiKey key) {
    return (ApiKey) withheld(new Entity<TailnetEntity>(key, null)).value();
  }

  private static Entity<?> withheld(Entity<?> entity) {
    InventoryJson redacted = InventoryJson.redacted();
    try {
      return redacted.entity(entity.ref().kind(), redacted.tree(entity));
    } catch (InventoryJsonException e) {
      throw new AssertionError(e);
    }
  }
}
