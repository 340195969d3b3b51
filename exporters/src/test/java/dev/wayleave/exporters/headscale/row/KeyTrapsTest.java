package dev.wayleave.exporters.headscale.row;

import static dev.wayleave.exporters.headscale.row.TestRows.BCRYPT;
import static dev.wayleave.exporters.headscale.row.TestRows.TIME;
import static dev.wayleave.exporters.headscale.row.TestRows.bytes;
import static dev.wayleave.exporters.headscale.row.TestRows.value;
import static dev.wayleave.exporters.headscale.schema.Engine.POSTGRES;
import static dev.wayleave.exporters.headscale.schema.Engine.SQLITE;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_26;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_27;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_28;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_29;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_30_DEV;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.headscale.row.TestRows.Made;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.KeySecret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys of all generations on their way into another database.
class KeyTrapsTest {
  private static final RawValue NULL = value(null);
  private static final String PLAIN = "a7".repeat(24);
  private static final String ARGON =
      "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$" + "A".repeat(43);

  @ParameterizedTest
  @EnumSource(SchemaRelease.class)
  void keepsPlaintextKeys(SchemaRelease release) throws Exception {
    TestRows source =
        TestRows.withUsers(V0_27, SQLITE)
            .add("pre_auth_keys", "id", 1, "key", PLAIN, "user_id", 1, "reusable", "t");
    Made made = source.to(release, POSTGRES);
    assertThat(made.cell("pre_auth_keys", 1, "key")).isEqualTo(value(PLAIN));
    assertThat(made.cell("pre_auth_keys", 1, "reusable")).isEqualTo(value("t"));
    if (release.atLeast(V0_28)) {
      assertThat(made.cell("pre_auth_keys", 1, "prefix")).isEqualTo(NULL);
      assertThat(made.cell("pre_auth_keys", 1, "hash")).isEqualTo(NULL);
    }
    assertThat(made.codes()).isEmpty();
  }

  @Test
  void keepsHashedKeysWhereTheyAreKnown() throws Exception {
    TestRows source = hashed(BCRYPT);
    for (SchemaRelease release : new SchemaRelease[] {V0_28, V0_30_DEV}) {
      Made made = source.to(release, POSTGRES);
      assertThat(made.cell("pre_auth_keys", 1, "key")).isEqualTo(value(""));
      assertThat(made.cell("pre_auth_keys", 1, "prefix")).isEqualTo(value("-refix-12-ch"));
      assertThat(made.cell("pre_auth_keys", 1, "hash")).isEqualTo(value(bytes(BCRYPT)));
    }
  }

  /// An empty text or a made-up one would be a key that someone could show.
  @ParameterizedTest
  @EnumSource(
      value = SchemaRelease.class,
      names = {"V0_26", "V0_27"})
  void writesHashedKeysAsKeysThatNobodyCanShow(SchemaRelease release) throws Exception {
    TestRows source = hashed(BCRYPT).node(1, "auth_key_id", 1);
    Made made = source.to(release, SQLITE);
    assertThat(made.cell("pre_auth_keys", 1, "key")).isEqualTo(NULL);
    assertThat(made.cell("nodes", 1, "auth_key_id")).isEqualTo(value(1));
    assertThat(made.codes()).containsExactly("ACTION KEY_HASHED");
  }

  private static TestRows hashed(String hash) {
    return TestRows.withUsers(V0_29, SQLITE)
        .add(
            "pre_auth_keys",
            "id",
            1,
            "key",
            "",
            "prefix",
            "-refix-12-ch",
            "hash",
            bytes(hash),
            "user_id",
            1);
  }

  @Test
  void reportsHashesOfAnotherKind() throws Exception {
    assertThat(hashed(ARGON).to(V0_28, SQLITE).codes()).containsExactly("ACTION HASH_FOREIGN");
    assertThat(hashed("sha256:" + "0".repeat(64)).back().codes())
        .containsExactly("ACTION HASH_FOREIGN");
  }

  @Test
  void keepsAKeyThatIsNoneForWhoeverRegisteredWithIt() throws Exception {
    TestRows source =
        TestRows.withUsers(V0_28, SQLITE)
            .add("pre_auth_keys", "id", 1, "key", "", "user_id", 1)
            .node(1, "auth_key_id", 1);
    Made made = source.back();
    assertThat(made.cell("pre_auth_keys", 1, "user_id")).isEqualTo(value(1));
    assertThat(made.cell("nodes", 1, "auth_key_id")).isEqualTo(value(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"t", "true", "1"})
  void readsTruthOfEverySpelling(String yes) throws Exception {
    TestRows source =
        TestRows.withUsers(V0_27, SQLITE)
            .add("pre_auth_keys", "id", 1, "key", PLAIN, "user_id", 1, "ephemeral", yes);
    assertThat(source.back().cell("pre_auth_keys", 1, "ephemeral")).isEqualTo(value(yes));
    assertThat(source.to(V0_28, SQLITE).cell("pre_auth_keys", 1, "ephemeral")).isEqualTo(value(1));
    assertThat(source.to(V0_28, SQLITE).cell("pre_auth_keys", 1, "used")).isEqualTo(value(0));
    assertThat(source.to(V0_28, POSTGRES).cell("pre_auth_keys", 1, "ephemeral"))
        .isEqualTo(value("t"));
  }

  @Test
  void writesARevokedKeyAsExpiredBefore030() throws Exception {
    TestRows source =
        TestRows.withUsers(V0_30_DEV, SQLITE)
            .add(
                "pre_auth_keys",
                "id",
                1,
                "key",
                "",
                "prefix",
                "abcdefabcdef",
                "hash",
                bytes(BCRYPT),
                "user_id",
                1,
                "revoked",
                TIME,
                "expiration",
                "2036-01-01 00:00:00+00:00");
    Made older = source.to(V0_29, SQLITE);
    assertThat(older.cell("pre_auth_keys", 1, "expiration")).isEqualTo(value(TIME));
    assertThat(older.codes()).containsExactly("INFO KEY_REVOKED");
    assertThat(source.back().codes()).isEmpty();
  }

  /// Read as "never", it would open the door again.
  @Test
  void keepsAnExpirationOfZeroExpired() throws Exception {
    TestRows source =
        TestRows.withUsers(V0_27, SQLITE)
            .add(
                "pre_auth_keys",
                "id",
                1,
                "key",
                PLAIN,
                "user_id",
                1,
                "expiration",
                "0001-01-01 00:00:00+00:00");
    assertThat(source.to(V0_28, POSTGRES).cell("pre_auth_keys", 1, "expiration"))
        .isEqualTo(value("0001-01-01 00:00:00+00"));
  }

  @Test
  void carriesApiKeysOfAllGenerationsAndSaysWhichWorkNoMore() throws Exception {
    TestRows source =
        TestRows.withUsers(V0_27, SQLITE)
            .add(
                "api_keys",
                "id",
                1,
                "prefix",
                "tencharpre",
                "hash",
                bytes(BCRYPT),
                "expiration",
                TIME)
            .add(
                "api_keys",
                "id",
                2,
                "prefix",
                "sevench",
                "hash",
                bytes(BCRYPT),
                "expiration",
                TIME);
    Made newer = source.to(V0_29, POSTGRES);
    assertThat(newer.cell("api_keys", 1, "prefix")).isEqualTo(value("tencharpre"));
    assertThat(newer.cell("api_keys", 2, "hash")).isEqualTo(value(bytes(BCRYPT)));
    assertThat(newer.findings())
        .extracting(finding -> finding.code() + " " + finding.object())
        .containsExactly("API_KEY_PREFIX API key 1 (tencharpre)");
    assertThat(source.to(V0_26, POSTGRES).codes()).isEmpty();
  }

  @Test
  void givesApiKeysAnEndWhereTheServerFailsWithoutOne() throws Exception {
    TestRows source =
        TestRows.withUsers(V0_29, SQLITE)
            .add("api_keys", "id", 1, "prefix", "twelve-chars", "hash", bytes(BCRYPT));
    Made older = source.to(V0_27, SQLITE);
    assertThat(older.cell("api_keys", 1, "expiration"))
        .isEqualTo(value("9999-12-31 00:00:00+00:00"));
    assertThat(older.codes()).containsExactly("ACTION API_KEY_SPELLING", "INFO API_KEY_ENDLESS");
    assertThat(source.to(V0_28, SQLITE).cell("api_keys", 1, "expiration")).isEqualTo(NULL);
  }

  @Test
  void keepsWhoMadeAnApiKeyAlsoWhereThatUserIsGone() throws Exception {
    TestRows source =
        TestRows.withUsers(V0_30_DEV, SQLITE)
            .add("api_keys", "id", 1, "prefix", "abcdefabcdef", "hash", bytes(BCRYPT), "user_id", 9)
            .add(
                "api_keys", "id", 2, "prefix", "abcdefabcde2", "hash", bytes(BCRYPT), "user_id", 1);
    assertThat(source.back().cell("api_keys", 1, "user_id")).isEqualTo(value(9));
    assertThat(source.to(V0_30_DEV, POSTGRES).cell("api_keys", 1, "user_id")).isEqualTo(NULL);
    assertThat(source.to(V0_30_DEV, POSTGRES).cell("api_keys", 2, "user_id")).isEqualTo(value(1));
    assertThat(source.to(V0_29, SQLITE).codes()).containsExactly("INFO CREATOR_LOST");
  }

  @Test
  void keepsAHashThatIsNone() throws Exception {
    byte[] broken = {1, 2, (byte) 0xff};
    TestRows source =
        TestRows.withUsers(V0_28, SQLITE)
            .add("api_keys", "id", 1, "prefix", "abcdefabcdef", "hash", broken, "expiration", TIME);
    assertThat(source.to(V0_29, POSTGRES).cell("api_keys", 1, "hash")).isEqualTo(value(broken));
    ApiKey again = source.to(V0_29, POSTGRES).again().apiKeys().getFirst();
    KeySecret.Hashed secret = source.inventory().apiKeys().getFirst().secret();
    assertThat(again.secret()).isEqualTo(secret);
  }

  @Test
  void keepsOAuthSecretsAndLeavesClientsOutBefore030() throws Exception {
    TestRows source =
        TestRows.withUsers(V0_30_DEV, SQLITE)
            .add(
                "oauth_clients",
                "id",
                1,
                "client_id",
                "client",
                "secret_hash",
                bytes(ARGON),
                "scopes",
                "[\"auth_keys\"]",
                "tags",
                "[\"tag:k8s\"]")
            .add("oauth_access_tokens", "id", 1, "prefix", "p", "hash", bytes(ARGON));
    Made postgres = source.to(V0_30_DEV, POSTGRES);
    assertThat(postgres.cell("oauth_clients", 1, "secret_hash")).isEqualTo(value(bytes(ARGON)));
    assertThat(postgres.cell("oauth_access_tokens", 1, "hash")).isEqualTo(value(bytes(ARGON)));
    assertThat(postgres.codes()).isEmpty();
    assertThat(source.to(V0_29, SQLITE).codes())
        .containsExactly("ACTION OAUTH_UNKNOWN", "INFO OAUTH_TOKEN_ENDS");
  }
}
