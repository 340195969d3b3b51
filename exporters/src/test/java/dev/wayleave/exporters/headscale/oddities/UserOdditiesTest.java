package dev.wayleave.exporters.headscale.oddities;

import static dev.wayleave.exporters.headscale.oddities.OddDatabase.TIME;
import static dev.wayleave.exporters.headscale.oddities.OddDatabase.V0_26;
import static dev.wayleave.exporters.headscale.oddities.OddDatabase.V0_29;
import static dev.wayleave.exporters.headscale.oddities.OddDatabase.node;
import static dev.wayleave.exporters.headscale.oddities.OddDatabase.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.testkit.fixture.Fixtures;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Users and keys that indexes of other releases did not keep apart.
class UserOdditiesTest {
  private static final String NO_INDEXES =
      """
      DROP INDEX idx_api_keys_prefix; DROP INDEX idx_provider_identifier;
      DROP INDEX idx_name_provider_identifier; DROP INDEX idx_name_no_provider_identifier
      """;

  @TempDir Path folder = Path.of("");

  private Destination to(Engine engine) {
    return Destination.of(SchemaRelease.V0_29, engine, folder);
  }

  private static final String EMPTY_IDENTIFIERS =
      """
      INSERT INTO users(id, name, provider_identifier, provider) VALUES
        (2, 'bob', '', ''), (3, 'carol', '', 'oidc'), (4, 'dave', NULL, '')
      """;

  /// A unique index counts an empty text.
  @ParameterizedTest
  @EnumSource
  void emptyIdentifiersAreNull(Engine engine) throws Exception {
    Path source = V0_26.with(folder, NO_INDEXES, EMPTY_IDENTIFIERS);
    try (Destination to = to(engine)) {
      Journey.of(source, to);
      assertThat(to.ask("SELECT id FROM users WHERE provider_identifier IS NULL ORDER BY id"))
          .containsExactly("1", "2", "3", "4");
    }
  }

  /// Where rows go back as they are, one may stay.
  @ParameterizedTest
  @EnumSource
  void ofEmptyIdentifiersOfTheSameReleaseOneStays(Engine engine) throws Exception {
    Path source = V0_29.with(folder, NO_INDEXES, EMPTY_IDENTIFIERS);
    try (Destination to = to(engine)) {
      Journey.of(source, to);
      assertThat(to.ask("SELECT id FROM users WHERE provider_identifier = ''"))
          .isEqualTo(engine == Engine.SQLITE ? List.of("2") : List.of());
    }
  }

  @ParameterizedTest
  @EnumSource
  void deletedUserMakesRoomForALiveOneOfTheSameName(Engine engine) throws Exception {
    Path source =
        V0_26.with(
            folder,
            NO_INDEXES,
            "INSERT INTO users(id, name, deleted_at) VALUES (2, 'alice', " + TIME + ")",
            node(1),
            node(2),
            set(2, "user_id = 2"));
    try (Destination to = to(engine)) {
      Journey journey = Journey.of(source, to);
      assertThat(to.ask("SELECT id FROM users")).containsExactly("1");
      assertThat(journey.findings("USER_DELETED")).containsExactly("INFO user 2 (alice)");
      assertThat(journey.findings("ROWS_LEFT_OUT")).containsExactly("INFO table users (1 rows)");
      assertThat(journey.findings("NODE_ORPHANED")).contains("ACTION node 2 (host-2)");
    }
  }

  @ParameterizedTest
  @EnumSource
  void deletedUserOfTheSameReleaseMakesRoomToo(Engine engine) throws Exception {
    Path source =
        V0_29.with(
            folder,
            NO_INDEXES,
            "INSERT INTO users(id, name, deleted_at) VALUES (2, 'alice', " + TIME + ")",
            node(2),
            set(2, "user_id = 2"));
    try (Destination to = to(engine)) {
      Journey journey = Journey.of(source, to);
      assertThat(to.ask("SELECT id FROM users")).containsExactly("1");
      assertThat(journey.findings("ROWS_LEFT_OUT")).containsExactly("INFO table users (1 rows)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "samepre"})
  void twoApiKeysOfOnePrefixAreOneClearSentence(String prefix) throws Exception {
    Reading source =
        Journey.read(
            V0_26.with(
                folder,
                NO_INDEXES,
                "INSERT INTO api_keys(id, prefix, hash) VALUES (1, '%1$s', x'01'), (2, '%1$s', x'02')"
                    .formatted(prefix)));
    assertThat(source.inventory().apiKeys().stream().map(ApiKey::id)).hasSize(2);
    for (Engine engine : Engine.values()) {
      try (Destination to = to(engine)) {
        TargetException refused = Journey.refused(source, to);
        assertThat(refused.reason()).isEqualTo(TargetException.Reason.OBSTACLES);
        assertThat(Journey.told(refused.obstacles(), "VALUE_TAKEN"))
            .singleElement()
            .asString()
            .startsWith("BLOCKER API key 2");
      }
    }
  }

  private static final String TWO_ALICES =
      """
      INSERT INTO users(id, name, provider, provider_identifier)
        VALUES (2, 'alice', 'oidc', 'https://idp.example.com/2')
      """;

  @ParameterizedTest
  @EnumSource
  void twoUsersOfOneNameStayTwo(Engine engine) throws Exception {
    Path source = V0_26.with(folder, TWO_ALICES);
    try (Destination to = to(engine)) {
      Journey.of(source, to);
      assertThat(to.ask("SELECT name FROM users")).containsExactly("alice", "alice");
    }
  }

  /// Databases that began before 0.24 keep the column's own UNIQUE until 0.27.
  @Test
  void twoUsersOfOneNameIntoAColumnThatAllowsOneAreOneClearSentence() throws Exception {
    Reading source = Journey.read(V0_26.with(folder, TWO_ALICES));
    String old =
        Fixtures.dump("headscale_0.26.0_dump.sql")
            .replace("`name` text,`display_name`", "`name` text UNIQUE,`display_name`");
    Path file = Fixtures.sqliteOf(old, folder.resolve("old.db"));
    try (Destination to = Destination.existing(SchemaRelease.V0_26, file)) {
      TargetException refused = Journey.refused(source, to);
      assertThat(refused).hasMessageContaining("old.db").hasMessageContaining("users.name");
      assertThat(refused.getMessage()).doesNotContain("\n");
      assertThat(to.ask("SELECT count(*) FROM users")).containsExactly("0");
    }
  }
}
