package dev.wayleave.exporters.headscale.oddities;

import static dev.wayleave.exporters.headscale.oddities.OddDatabase.TIME;
import static dev.wayleave.exporters.headscale.oddities.OddDatabase.V0_23;
import static dev.wayleave.exporters.headscale.oddities.OddDatabase.V0_26;
import static dev.wayleave.exporters.headscale.oddities.OddDatabase.V0_29;
import static dev.wayleave.exporters.headscale.oddities.OddDatabase.node;
import static dev.wayleave.exporters.headscale.oddities.OddDatabase.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.UserId;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Nodes as no release would write them today.
class NodeOdditiesTest {
  @TempDir Path folder = Path.of("");

  private Destination to(Engine engine) {
    return Destination.of(SchemaRelease.V0_29, engine, folder);
  }

  @ParameterizedTest
  @EnumSource
  void twoNodesOfOneMachineStayTwo(Engine engine) throws Exception {
    Path source =
        V0_26.with(
            folder,
            "INSERT INTO users(id, name) VALUES (2, 'bob')",
            node(1),
            node(2),
            set(2, "user_id = 2, machine_key = (SELECT machine_key FROM nodes WHERE id = 1)"));
    try (Destination to = to(engine)) {
      Journey journey = Journey.of(source, to);
      assertThat(journey.node(1).machineKey()).isEqualTo(journey.node(2).machineKey());
      assertThat(journey.node(2).owner()).isEqualTo(new Owner.OfUser(new UserId(2)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void noTagsStayNoTagsHoweverTheyAreSpelled(Engine engine) throws Exception {
    Path source =
        V0_26.with(
            folder,
            node(1),
            node(2),
            node(3),
            set(1, "forced_tags = 'null'"),
            set(2, "forced_tags = '[]'"),
            set(3, "forced_tags = ''"));
    try (Destination to = to(engine)) {
      Journey journey = Journey.of(source, to);
      // 0.29.0 takes the text null for a tag and takes the user away.
      assertThat(to.ask("SELECT tags FROM nodes")).containsOnly("null");
      assertThat(to.ask("SELECT count(*) FROM nodes WHERE tags IS NULL")).containsExactly("3");
      assertThat(journey.node(1).owner()).isEqualTo(new Owner.OfUser(new UserId(1)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void zeroTimesAreNever(Engine engine) throws Exception {
    Path source =
        V0_26.with(
            folder,
            node(1),
            node(2),
            set(1, "expiry = '0001-01-01 00:00:00+00:00', last_seen = '0001-01-01 00:00:00+00:00'"),
            set(2, "expiry = '0001-01-01 00:00:00-07:52:58', created_at = '0001-01-01 00:00:00'"));
    try (Destination to = to(engine)) {
      Journey journey = Journey.of(source, to);
      assertThat(to.ask("SELECT count(*) FROM nodes WHERE expiry IS NULL")).containsExactly("2");
      assertThat(to.ask("SELECT count(*) FROM nodes WHERE last_seen IS NULL")).containsExactly("2");
      assertThat(journey.node(2).createdAt()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void zeroTimesOfTheSameReleaseAreNever(Engine engine) throws Exception {
    Path source = V0_29.with(folder, node(1), set(1, "last_seen = '0001-01-01 00:00:00+00:00'"));
    try (Destination to = to(engine)) {
      Journey journey = Journey.of(source, to);
      assertThat(journey.node(1).lastSeen()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void preAuthKeysThatAreNoneAreNull(Engine engine) throws Exception {
    Path source =
        V0_26.with(folder, node(1), node(2), set(1, "auth_key_id = 0"), set(2, "auth_key_id = 77"));
    try (Destination to = to(engine)) {
      Journey journey = Journey.of(source, to);
      assertThat(to.ask("SELECT count(*) FROM nodes WHERE auth_key_id IS NULL"))
          .containsExactly("2");
      assertThat(journey.findings("AUTH_KEY_MISSING")).containsExactly("INFO node 2 (host-2)");
    }
  }

  @ParameterizedTest
  @EnumSource
  void preAuthKeysThatAreNoneAreNullInTheSameReleaseToo(Engine engine) throws Exception {
    Path source =
        V0_29.with(folder, node(1), node(2), set(1, "auth_key_id = 0"), set(2, "auth_key_id = 77"));
    try (Destination to = to(engine)) {
      Journey journey = Journey.of(source, to);
      assertThat(to.ask("SELECT count(*) FROM nodes WHERE auth_key_id IS NULL"))
          .containsExactly("2");
      assertThat(journey.findings("AUTH_KEY_MISSING")).containsExactly("INFO node 2 (host-2)");
    }
  }

  @ParameterizedTest
  @EnumSource
  void nodesAndKeysOfAUserWhoIsGoneHaveNone(Engine engine) throws Exception {
    Path source =
        V0_26.with(
            folder,
            node(1),
            node(2),
            set(1, "user_id = 9"),
            set(2, "user_id = 9, forced_tags = '[\"tag:web\"]'"),
            "INSERT INTO pre_auth_keys(id, key, user_id, reusable) VALUES (1, '"
                + "a7".repeat(24)
                + "', 9, 1)");
    try (Destination to = to(engine)) {
      Journey journey = Journey.of(source, to);
      assertThat(to.ask("SELECT count(*) FROM nodes WHERE user_id IS NULL")).containsExactly("2");
      assertThat(to.ask("SELECT count(*) FROM pre_auth_keys WHERE user_id IS NULL"))
          .containsExactly("1");
      assertThat(journey.findings("NODE_ORPHANED")).contains("ACTION node 1 (host-1)");
      assertThat(journey.findings("KEY_OWNERLESS")).isNotEmpty();
    }
  }

  /// Headscale does not look at the column: the node would be back.
  @ParameterizedTest
  @EnumSource
  void deletedNodesDoNotComeBackToLife(Engine engine) throws Exception {
    Path source = V0_23.with(folder, node(1), node(2), set(2, "deleted_at = " + TIME));
    try (Destination to = to(engine)) {
      Journey journey = Journey.of(source, to);
      assertThat(to.ask("SELECT id FROM nodes")).containsExactly("1");
      assertThat(journey.findings("NODE_DELETED")).containsExactly("INFO node 2 (host-2)");
      assertThat(journey.findings("ROWS_LEFT_OUT")).containsExactly("INFO table nodes (1 rows)");
    }
  }

  @ParameterizedTest
  @EnumSource
  void deletedNodesOfTheSameReleaseAreDeletedStillOrGone(Engine engine) throws Exception {
    Path source = V0_29.with(folder, node(1), node(2), set(2, "deleted_at = " + TIME));
    try (Destination to = to(engine)) {
      Journey.of(source, to);
      assertThat(to.ask("SELECT id FROM nodes WHERE deleted_at IS NULL")).containsExactly("1");
    }
  }
}
