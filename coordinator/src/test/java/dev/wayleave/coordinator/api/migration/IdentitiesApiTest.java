package dev.wayleave.coordinator.api.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.api.client.CoordinatorAddress;
import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.Imported;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.exporters.migration.MigrationNames;
import dev.wayleave.exporters.wayleave.CoordinatorIdentityStore;
import dev.wayleave.tailnet.identity.rewrite.Holder;
import dev.wayleave.tailnet.identity.rewrite.Holdings;
import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import dev.wayleave.tailnet.identity.rewrite.IdentityRewrite;
import dev.wayleave.tailnet.identity.rewrite.IdentityStoreException;
import dev.wayleave.tailnet.identity.rewrite.RewriteCheck;
import dev.wayleave.tailnet.model.ExpectedIdentity;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A coordinator's users under another provider, and back.
@QuarkusTest
@RunningCoordinator
class IdentitiesApiTest {
  private static final String OLD = "https://old.example/";
  private static final String NEW = "https://new.example/";
  private static final UserId ALICE = new UserId(8_100_001);
  private static final UserId TWIN = new UserId(8_100_002);
  private static final UserId BOB = new UserId(8_100_003);
  private static final PreAuthKeyId KEY = new PreAuthKeyId(8_100_001);
  private static final ExpectedIdentity EXPECTED =
      new ExpectedIdentity(NEW, "email", "bob@example.com", Instant.parse("2027-01-01T00:00:00Z"));

  private final List<String> kept = new ArrayList<>();

  private static CoordinatorIdentityStore store() {
    return new CoordinatorIdentityStore(
        new CoordinatorClient(
            new CoordinatorAddress(
                URI.create("http://127.0.0.1:" + RestAssured.port),
                SecretText.of(Client.ownerKey()))),
        new MigrationNames(InstantSource.system(), new SecureRandom()));
  }

  private static Identity identity(String issuer, String subject) {
    return new Identity("oidc", issuer + subject, issuer, subject);
  }

  private static User user(UserId id, String name, Identity identity) {
    return new User(id, name, "", "", "", List.of(identity), Set.of(), null);
  }

  private static List<IdentityChange> changes() {
    return List.of(
        new IdentityChange.Rewrite(ALICE, identity(OLD, "alice"), identity(NEW, "1")),
        new IdentityChange.Merge(ALICE, TWIN, Set.of()),
        new IdentityChange.Expect(BOB, EXPECTED));
  }

  private static void cast() {
    Imported.put(user(ALICE, "identity-alice", identity(OLD, "alice")));
    Imported.put(user(TWIN, "identity-twin", identity(OLD, "alice/")));
    Imported.put(user(BOB, "identity-bob", identity(OLD, "bob")));
    Imported.put(
        new PreAuthKey(
            KEY,
            new KeySecret.Unknown("kIdentities"),
            TWIN,
            Set.of(),
            "",
            false,
            false,
            false,
            null,
            null,
            null));
  }

  @AfterEach
  void leaveNothing() {
    for (UserId id : List.of(ALICE, TWIN, BOB)) {
      Client.owner().delete("/api/v1alpha/users/" + id);
    }
  }

  private static List<User> users(Holdings holdings) {
    return holdings.holders().stream().map(Holder::user).toList();
  }

  @Test
  void usersGetTheirNewIdentitiesAtOnceAndTheOldOnesBack() throws Exception {
    cast();
    try (CoordinatorIdentityStore store = store()) {
      Holdings before = store.read();
      store.apply(new IdentityRewrite(before.state(), changes(), null), kept::add);

      Holdings after = store.read();
      assertThat(RewriteCheck.differences(users(after), changes())).isEmpty();
      assertThat(after.holders())
          .filteredOn(holder -> holder.user().id().equals(ALICE))
          .singleElement()
          .satisfies(holder -> assertThat(holder.preAuthKeys()).isEqualTo(1));
      Client.owner().get("/api/v1alpha/users/" + TWIN).then().statusCode(404);

      store.rollback(kept.getFirst());
      assertThat(store.read()).isEqualTo(before);
    }
  }

  @Test
  void refusesWhatWasPlannedOnAnotherState() throws Exception {
    cast();
    try (CoordinatorIdentityStore store = store()) {
      String state = store.read().state();
      Imported.put(user(BOB, "identity-bob-2", identity(OLD, "bob")));
      assertThatThrownBy(() -> store.apply(new IdentityRewrite(state, changes(), null), kept::add))
          .isInstanceOf(IdentityStoreException.class)
          .hasMessageContaining("changed since this was planned; nothing was done")
          .matches(e -> ((IdentityStoreException) e).isRefusal());
      assertThatThrownBy(() -> store.rollback(kept.getFirst()))
          .hasMessageContaining("it was never made there");
    }
  }

  @Test
  void refusesToTakeBackWhatWasEditedSince() throws Exception {
    cast();
    try (CoordinatorIdentityStore store = store()) {
      store.apply(new IdentityRewrite(store.read().state(), changes(), null), kept::add);
      Imported.put(user(ALICE, "identity-alice", identity(NEW, "other")));
      assertThatThrownBy(() -> store.rollback(kept.getFirst()))
          .hasMessageContaining("would be lost")
          .hasMessageContaining("identities");
    }
  }

  /// Whoever could write an owner's identity could be the owner.
  @Test
  void theRightToWriteUsersIsNotEnough() {
    for (String scope : List.of("users", "all")) {
      Client.with(Client.keyWith(scope))
          .body("{}")
          .post("/api/v1alpha/identities/rewrites")
          .then()
          .statusCode(403);
    }
  }

  @Test
  void theRightToRewriteIdentitiesTakesBackNoOtherMigration() {
    Client.with(Client.keyWith("identity_providers"))
        .post("/api/v1alpha/identities/rewrites/20260101-000000-0000/rollback")
        .then()
        .statusCode(404);
  }

  @Test
  void refusesAPolicyThatWouldMeanNothing() throws Exception {
    cast();
    try (CoordinatorIdentityStore store = store()) {
      IdentityRewrite rewrite =
          new IdentityRewrite(store.read().state(), changes(), "{\"acls\": 7}");
      assertThatThrownBy(() -> store.apply(rewrite, kept::add))
          .hasMessageContaining("The policy would mean nothing afterwards");
    }
  }
}
