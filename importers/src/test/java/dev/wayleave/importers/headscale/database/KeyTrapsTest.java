package dev.wayleave.importers.headscale.database;

import static dev.wayleave.importers.headscale.database.TestDatabases.codes;
import static dev.wayleave.importers.headscale.database.TestDatabases.current;
import static dev.wayleave.importers.headscale.database.TestDatabases.dumpWith;
import static dev.wayleave.importers.headscale.database.TestDatabases.findings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.testkit.fixture.Fixtures;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pre-auth keys, API keys and OAuth clients.
class KeyTrapsTest {
  @TempDir Path folder = Path.of("");

  private static PreAuthKey preAuthKey(DatabaseReading read) {
    return read.preAuthKeys().getFirst().value();
  }

  @Test
  void legacyPreAuthKeysArePlaintext() throws Exception {
    DatabaseReading read =
        current(
            "INSERT INTO pre_auth_keys(id, key, prefix, user_id) VALUES (1, 'abcdef', '', 1)",
            folder);
    assertThat(preAuthKey(read).secret())
        .isEqualTo(new KeySecret.Plaintext(SecretText.of("abcdef")));
  }

  @Test
  void hashedPreAuthKeysAreFoundByTheirPrefix() throws Exception {
    DatabaseReading read =
        current(
            "INSERT INTO pre_auth_keys(id, key, prefix, hash, user_id)"
                + " VALUES (1, '', '-B_pP3TmosQX', CAST('$2a$10$abc' AS BLOB), 1)",
            folder);
    assertThat(preAuthKey(read).secret())
        .isEqualTo(new KeySecret.Hashed("-B_pP3TmosQX", SecretText.of("$2a$10$abc")));
  }

  @Test
  void keysInRawRowsAreHidden() throws Exception {
    DatabaseReading read =
        current(
            "INSERT INTO pre_auth_keys(id, key, prefix, hash, user_id)"
                + " VALUES (1, 'top-secret', NULL, NULL, 1)",
            folder);
    var key = read.preAuthKeys().getFirst();
    assertThat(TestDatabases.raw(key, "hash")).isEqualTo(new RawValue.Null());
    assertThat(TestDatabases.raw(key, "key"))
        .isEqualTo(new RawValue.Hidden(SecretText.of("{\"t\":\"text\",\"v\":\"top-secret\"}")));
    assertThat(read.toString()).doesNotContain("top-secret");
  }

  @Test
  void tagsOfPreAuthKeysAreFoldedIn() throws Exception {
    DatabaseReading read =
        dumpWith(
            "headscale_0.22.3_dump.sql",
            """
            INSERT INTO users(id, name) VALUES (1, 'alice');
            INSERT INTO pre_auth_keys(id, key, user_id, reusable) VALUES (1, 'abc', 1, 't');
            INSERT INTO pre_auth_key_acl_tags(id, pre_auth_key_id, tag) VALUES
              (1, 1, 'tag:web'), (2, 1, 'tag:db'), (3, 9, 'tag:lost');
            """,
            folder);
    assertThat(preAuthKey(read).tags()).hasToString("[tag:db, tag:web]");
    assertThat(preAuthKey(read).reusable()).isTrue();
    assertThat(read.leftovers())
        .filteredOn(row -> row.table().equals("pre_auth_key_acl_tags"))
        .hasSize(3);
    assertThat(findings(read, "KEY_TAG_ORPHANED"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.object()).isEqualTo("key tag 3 (tag:lost)"));
  }

  @Test
  void keyWithZeroExpirationStaysExpired() throws Exception {
    DatabaseReading read =
        current(
            "INSERT INTO pre_auth_keys(id, key, user_id, expiration)"
                + " VALUES (1, 'abc', 1, '0001-01-01 00:00:00+00:00')",
            folder);
    assertThat(preAuthKey(read).expiration()).isEqualTo(Instant.parse("0001-01-01T00:00:00Z"));
    assertThat(codes(read)).containsExactly("EXPIRATION_ZERO");
  }

  @Test
  void truthValuesComeInAllSpellings() throws Exception {
    DatabaseReading read =
        current(
            "INSERT INTO pre_auth_keys(id, key, user_id, reusable, ephemeral, used)"
                + " VALUES (1, 'abc', 1, 't', 'false', 1), (2, 'def', 1, NULL, 'maybe', 'maybe')",
            folder);
    assertThat(preAuthKey(read).reusable()).isTrue();
    assertThat(preAuthKey(read).ephemeral()).isFalse();
    assertThat(preAuthKey(read).used()).isTrue();
    // What is neither true nor false is read to the safe side.
    assertThat(read.preAuthKeys().getLast().value().used()).isTrue();
    assertThat(findings(read, "FLAG_UNREADABLE")).hasSize(1);
  }

  @Test
  void keyOfNobodyNeedsAction() throws Exception {
    DatabaseReading read =
        current(
            "INSERT INTO pre_auth_keys(id, key, user_id, tags)"
                + " VALUES (1, 'a', NULL, '[\"tag:web\"]'), (2, 'b', NULL, NULL), (3, 'c', 99, NULL)",
            folder);
    assertThat(findings(read, "KEY_OWNERLESS"))
        .extracting(finding -> finding.object())
        .containsExactly("pre-auth key 2 (of nobody)", "pre-auth key 3 (of nobody)");
    assertThat(read.preAuthKeys()).allSatisfy(key -> assertThat(key.value().user()).isNull());
  }

  @Test
  void emptyKeyIsKeptBesideTheOthers() throws Exception {
    DatabaseReading read =
        current("INSERT INTO pre_auth_keys(id, key, user_id) VALUES (1, '', 1)", folder);
    assertThat(read.preAuthKeys()).isEmpty();
    assertThat(read.counts().preAuthKeys()).isEqualTo(1);
    assertThat(codes(read)).containsExactly("KEY_EMPTY");
  }

  @Test
  void keysOfOneTextNeedAction() throws Exception {
    DatabaseReading read =
        TestDatabases.dump("0-22-3-to-0-23-0-routes-are-dropped-2063_dump.sql", folder);
    assertThat(read.preAuthKeys()).hasSize(17);
    assertThat(findings(read, "KEY_TAKEN"))
        .hasSize(16)
        .allSatisfy(finding -> assertThat(finding.level()).isEqualTo(Level.ACTION));
  }

  @Test
  void apiKeyPrefixesHaveAnyLength() throws Exception {
    DatabaseReading read = TestDatabases.dump("failing-node-preauth-constraint_dump.sql", folder);
    ApiKey key = read.apiKeys().getFirst().value();
    assertThat(key.secret().prefix()).isEqualTo("hFKcRjLyfw");
    assertThat(key.secret().hash().reveal()).startsWith("$2a$10$").hasSize(60);
    assertThat(TestDatabases.raw(read.apiKeys().getFirst(), "hash"))
        .isInstanceOf(RawValue.Hidden.class);
  }

  @Test
  void hashThatIsNoneCanBeUsedByNobody() throws Exception {
    DatabaseReading read = TestDatabases.dump("wrongly-migrated-schema-0.25.1_dump.sql", folder);
    assertThat(read.apiKeys()).hasSize(1);
    assertThat(findings(read, "HASH_UNREADABLE"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.object()).isEqualTo("API key 1 (ak_test)"));
  }

  @Test
  void oauthClientsAndTokensAreRead() throws Exception {
    Path root = Fixtures.copySet("0.30.0-dev-sqlite", folder);
    DatabaseReading read = TestDatabases.read(root.resolve("db.sqlite"));
    assertThat(read.oauthClients()).hasSize(2);
    var client = read.oauthClients().getFirst().value();
    assertThat(client.clientId()).isEqualTo("d84bda116ae3");
    assertThat(client.scopes()).containsExactly("auth_keys", "devices:core");
    assertThat(client.tags()).hasToString("[tag:k8s]");
    assertThat(client.secretHash().reveal()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(read.oauthTokens())
        .singleElement()
        .satisfies(
            token -> assertThat(token.value().secret().hash().reveal()).startsWith("$argon2id$"));
  }
}
