package dev.wayleave.importers.headscale.database;

import static dev.wayleave.importers.headscale.database.TestDatabases.codes;
import static dev.wayleave.importers.headscale.database.TestDatabases.current;
import static dev.wayleave.importers.headscale.database.TestDatabases.dumpWith;
import static dev.wayleave.importers.headscale.database.TestDatabases.findings;
import static dev.wayleave.importers.headscale.database.TestDatabases.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.UserId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every trap in the rows of nodes that releases of Headscale left behind.
class NodeTrapsTest {
  @TempDir Path folder = Path.of("");

  private DatabaseReading nodeWith(String columns, String values) throws Exception {
    return current(node(1, columns, values), folder);
  }

  @Test
  void readsZeroTimeExpiryAsNever() throws Exception {
    DatabaseReading read = TestDatabases.dump("zero_time_expiry_migration_test.sql", folder);
    assertThat(node(read, 1).expiry()).isNull();
    assertThat(node(read, 2).expiry()).isNull();
    assertThat(node(read, 3).expiry()).isEqualTo(Instant.parse("2099-01-01T00:00:00Z"));
    assertThat(node(read, 4).expiry()).isEqualTo(Instant.parse("2020-01-01T00:00:00Z"));
    assertThat(read.findings()).isEmpty();
  }

  @Test
  void readsZeroTimeInAnyZoneAsNever() throws Exception {
    DatabaseReading read =
        nodeWith(
            "user_id, expiry, last_seen",
            "1, '0001-01-01 00:00:00-07:52:58', '0001-01-01 00:00:00+00:00'");
    assertThat(node(read, 1).expiry()).isNull();
    assertThat(node(read, 1).lastSeen()).isNull();
  }

  @Test
  void flagsDatesOf1970() throws Exception {
    DatabaseReading read = nodeWith("user_id, expiry", "1, '1970-01-01 00:02:03+00:00'");
    assertThat(node(read, 1).expiry()).isEqualTo(Instant.ofEpochSecond(123));
    assertThat(findings(read, "TIME_1970"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.object()).isEqualTo("node 1 (host-1)"))
        .satisfies(finding -> assertThat(finding.what()).contains("1970-01-01 00:02:03"));
  }

  @Test
  void mixedOffsetsOfOneTableAreOneMoment() throws Exception {
    DatabaseReading read =
        current(
            node(1, "user_id, last_seen", "1, '2023-01-15 14:41:49.445054371+01:00'")
                + node(2, "user_id, last_seen", "1, '2023-01-15 13:41:49.445054371+00:00'")
                + node(3, "user_id, last_seen", "1, '2023-01-15 13:41:49'"),
            folder);
    assertThat(node(read, 1).lastSeen()).isEqualTo(node(read, 2).lastSeen());
    assertThat(node(read, 1).lastSeen()).isEqualTo("2023-01-15T13:41:49.445054371Z");
    assertThat(node(read, 3).lastSeen()).isEqualTo("2023-01-15T13:41:49Z");
  }

  @Test
  void expiryThatIsNoTimeBlocks() throws Exception {
    DatabaseReading read = nodeWith("user_id, expiry", "1, 'tomorrow'");
    assertThat(findings(read, "TIME_UNREADABLE"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.BLOCKER))
        .satisfies(finding -> assertThat(finding.what()).contains("\"tomorrow\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NULL", "''", "'null'", "'[]'"})
  void fourSpellingsMeanUntagged(String spelling) throws Exception {
    DatabaseReading read = nodeWith("user_id, tags", "1, " + spelling);
    assertThat(node(read, 1).owner()).isEqualTo(new Owner.OfUser(new UserId(1)));
    assertThat(read.findings()).isEmpty();
  }

  @Test
  void taggedNodeKeepsTheUserWhoRegisteredIt() throws Exception {
    DatabaseReading read =
        current(
            node(1, "user_id, tags", "1, '[\"tag:web\",\"tag:db\"]'")
                + node(2, "user_id, tags", "NULL, '[\"tag:web\"]'"),
            folder);
    assertThat(node(read, 1).owner())
        .isEqualTo(
            new Owner.OfTags(Set.of(new TagName("tag:db"), new TagName("tag:web")), new UserId(1)));
    assertThat(node(read, 2).owner())
        .isEqualTo(new Owner.OfTags(Set.of(new TagName("tag:web")), null));
    assertThat(read.findings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"'[\"web\"]'", "'tag:web'", "'[1]'", "'[\"tag:web\"'"})
  void unreadableTagsBlockBecauseTheNodeWouldChangeHands(String tags) throws Exception {
    DatabaseReading read = nodeWith("user_id, tags", "1, " + tags);
    assertThat(findings(read, "TAG_UNREADABLE"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.BLOCKER));
  }

  @Test
  void nodeWithoutUserAndTagsIsAnOrphan() throws Exception {
    DatabaseReading read =
        current(
            """
            INSERT INTO pre_auth_keys(id, key, user_id, reusable) VALUES (7, 'abc', 1, 1);
            """
                + node(1, "user_id, tags", "NULL, 'null'")
                + node(2, "user_id", "99")
                + node(3, "user_id, auth_key_id", "NULL, 7"),
            folder);
    assertThat(node(read, 1).owner()).isEqualTo(new Owner.Nobody(null));
    assertThat(node(read, 2).owner()).isEqualTo(new Owner.Nobody(new UserId(99)));
    assertThat(findings(read, "NODE_ORPHANED"))
        .hasSize(3)
        .allSatisfy(finding -> assertThat(finding.level()).isEqualTo(Level.ACTION));
    assertThat(findings(read, "NODE_ORPHANED").get(1).what()).contains("99");
    assertThat(findings(read, "NODE_ORPHANED").get(2).remedy()).contains("user 1 (alice)");
  }

  @Test
  void tagsAskedForAreLeftToThePolicy() throws Exception {
    DatabaseReading read = TestDatabases.dump("request_tags_migration_test.sql", folder);
    assertThat(findings(read, "TAGS_REQUESTED"))
        .anySatisfy(finding -> {
          assertThat(finding.object()).isEqualTo("node 1 (node1)");
          assertThat(finding.what()).contains("tag:server");
        })
        // Node 4 has the tag that it asks for, node 5 asks for none.
        .noneMatch(finding -> finding.object().startsWith("node 4 "))
        .noneMatch(finding -> finding.object().startsWith("node 5 "));
    assertThat(node(read, 1).owner()).isEqualTo(new Owner.OfUser(new UserId(1)));
    assertThat(node(read, 1).hostinfo()).contains("RequestTags");
  }

  @Test
  void tagsAskedForMeanNothingSinceTheyAreStored() throws Exception {
    DatabaseReading read = nodeWith("user_id, host_info", "1, '{\"RequestTags\":[\"tag:web\"]}'");
    assertThat(read.findings()).isEmpty();
  }

  @Test
  void addressesOfOldReleasesComeInEitherOrder() throws Exception {
    DatabaseReading read =
        dumpWith(
            "headscale_0.22.3_dump.sql",
            """
            INSERT INTO users(id, name) VALUES (1, 'alice');
            INSERT INTO machines(id, machine_key, node_key, ip_addresses, given_name, user_id) VALUES
              (1, '%1$s', '%1$s', 'fd7a:115c:a1e0::1,100.64.0.1', 'a', 1),
              (2, '%1$s', '%1$s', '100.64.0.2,fd7a:115c:a1e0::2,100.64.0.9', 'b', 1);
            """
                .formatted(TestDatabases.KEY_A),
            folder);
    assertThat(node(read, 1).ipv4()).hasToString("100.64.0.1");
    assertThat(node(read, 1).ipv6()).hasToString("fd7a:115c:a1e0::1");
    assertThat(node(read, 2).ipv4()).hasToString("100.64.0.2");
    assertThat(findings(read, "ADDRESS_EXTRA"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.LOSSY))
        .satisfies(finding -> assertThat(finding.what()).contains("100.64.0.9"));
  }

  @Test
  void twoNodesWithOneAddressBlock() throws Exception {
    DatabaseReading read =
        current(
            node(1, "user_id", "1")
                + node(2, "user_id", "1")
                + "UPDATE nodes SET ipv4 = '100.64.0.1'",
            folder);
    assertThat(read.nodes()).hasSize(2);
    assertThat(findings(read, "ADDRESS_TAKEN"))
        .hasSize(2)
        .allSatisfy(finding -> assertThat(finding.level()).isEqualTo(Level.BLOCKER))
        .allSatisfy(finding -> assertThat(finding.what()).contains("100.64.0.1"))
        .extracting(finding -> finding.object())
        .containsExactlyInAnyOrder("node 1 (host-1)", "node 2 (host-2)");
  }

  @Test
  void addressesOutsideTheRangesOfClientsAreFlagged() throws Exception {
    DatabaseReading read =
        current(
            node(1, "user_id, ipv6", "1, 'fd00::1'") + "UPDATE nodes SET ipv4 = '10.0.0.1'",
            folder);
    assertThat(findings(read, "ADDRESS_OUTSIDE"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.ACTION))
        .satisfies(finding -> assertThat(finding.what()).contains("10.0.0.1", "fd00::1"));
  }

  @Test
  void addressThatIsNoneBlocks() throws Exception {
    DatabaseReading read = current(node(1, "user_id, ipv6", "1, 'fd7a::x'"), folder);
    assertThat(codes(read)).containsExactly("ADDRESS_UNREADABLE");
  }

  @Test
  void authKeyZeroMeansNone() throws Exception {
    DatabaseReading read = TestDatabases.dump("failing-node-preauth-constraint_dump.sql", folder);
    assertThat(read.nodes()).hasSize(6).allSatisfy(n -> assertThat(n.value().authKey()).isNull());
    assertThat(findings(read, "AUTH_KEY_MISSING")).isEmpty();
  }

  @Test
  void danglingAuthKeyIsLeftOutAndMentioned() throws Exception {
    DatabaseReading read = nodeWith("user_id, auth_key_id", "1, 12");
    assertThat(node(read, 1).authKey()).isNull();
    assertThat(findings(read, "AUTH_KEY_MISSING"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.what()).contains("12"));
  }

  @Test
  void nodeOfAnEphemeralKeyIsEphemeral() throws Exception {
    DatabaseReading read =
        current(
            """
            INSERT INTO pre_auth_keys(id, key, user_id, ephemeral) VALUES (1, 'abc', 1, 1);
            INSERT INTO pre_auth_keys(id, key, user_id, ephemeral) VALUES (2, 'def', 1, 0);
            """
                + node(1, "user_id, auth_key_id", "1, 1")
                + node(2, "user_id, auth_key_id", "1, 2")
                + node(3, "user_id", "1"),
            folder);
    assertThat(read.nodes())
        .extracting(n -> n.value().ephemeral())
        .containsExactly(true, false, false);
  }

  @ParameterizedTest
  @CsvSource({
    "authkey, AUTH_KEY",
    "authKey, AUTH_KEY",
    "cli, CLI",
    "oidc, OIDC",
    "'', UNKNOWN",
    "other, UNKNOWN"
  })
  void registerMethodIsReadInAnySpelling(String stored, RegisterMethod expected) throws Exception {
    DatabaseReading read = nodeWith("user_id, register_method", "1, '" + stored + "'");
    assertThat(node(read, 1).registerMethod()).isEqualTo(expected);
  }

  @Test
  void keysOfOldReleasesHaveNoPrefix() throws Exception {
    DatabaseReading read =
        TestDatabases.dump("0-22-3-to-0-23-0-routes-are-dropped-2063_dump.sql", folder);
    Node node = node(read, 1);
    assertThat(node.machineKey())
        .hasToString("mkey:f3c6d0e51ae64e6020827a70fb345e8ca1225acfe2e5064b6d3611ed2ffc0a7b");
    assertThat(node.nodeKey())
        .hasToString("nodekey:c2ef0d2e0ec342d836e45690c7f6e4b986553b78997e08c55fbe28238283e30f");
    assertThat(node.discoKey())
        .hasToString("discokey:7808fad26f34fb919895224f80e01979074d8b8af4b81d2fa465134c20795e11");
  }

  @Test
  void nodesMayShareAMachineKey() throws Exception {
    DatabaseReading read =
        TestDatabases.dump("0-22-3-to-0-23-0-routes-are-dropped-2063_dump.sql", folder);
    assertThat(read.nodes()).hasSize(14);
    assertThat(read.findings()).noneMatch(finding -> finding.level() == Level.BLOCKER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'discokey:'",
        "''",
        "NULL",
        "'discokey:0000000000000000000000000000000000000000000000000000000000000000'"
      })
  void discoKeyWithNothingAfterItsPrefixIsNone(String stored) throws Exception {
    DatabaseReading read = nodeWith("user_id, disco_key", "1, " + stored);
    assertThat(node(read, 1).discoKey()).isNull();
    assertThat(read.findings()).isEmpty();
  }

  @Test
  void unreadableKeyBlocksAndTheRowIsKept() throws Exception {
    DatabaseReading read =
        current(
            node(1, "user_id", "1")
                + node(2, "user_id", "1")
                + "UPDATE nodes SET node_key = 'nodekey:12' WHERE id = 2",
            folder);
    assertThat(read.counts().nodes()).isEqualTo(2);
    assertThat(read.nodes()).hasSize(1);
    assertThat(read.leftovers()).anyMatch(row -> row.table().equals("nodes"));
    assertThat(findings(read, "KEY_UNREADABLE"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.BLOCKER))
        .satisfies(finding -> assertThat(finding.object()).isEqualTo("node 2 (host-2)"))
        .satisfies(finding -> assertThat(finding.what()).contains("nodekey:12"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"NULL", "''", "'null'"})
  void missingHostinfoIsNone(String stored) throws Exception {
    DatabaseReading read = nodeWith("user_id, host_info", "1, " + stored);
    assertThat(node(read, 1).hostinfo()).isNull();
    assertThat(read.findings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"fake\":\"data\"}", "{\"RoutableIPs\":null,\"OS\":[{\"a\":1}]}"})
  void foreignHostinfoIsKeptAsReceived(String stored) throws Exception {
    DatabaseReading read = nodeWith("user_id, host_info", "1, '" + stored + "'");
    assertThat(node(read, 1).hostinfo()).isEqualTo(stored);
    assertThat(read.findings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"OS\":", "[]", "7", "{} {}"})
  void hostinfoThatIsNoObjectIsLeftOut(String stored) throws Exception {
    DatabaseReading read = nodeWith("user_id, host_info", "1, '" + stored + "'");
    assertThat(node(read, 1).hostinfo()).isNull();
    assertThat(codes(read)).containsExactly("HOSTINFO_UNREADABLE");
    assertThat(read.nodes().getFirst().row()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "NULL | []",
        "'null' | []",
        "'[]' | []",
        "'[\"[fd00::1]:41641\"]' | [[fd00::1]:41641]"
      })
  void endpointsComeInAllSpellings(String stored, String expected) throws Exception {
    DatabaseReading read = nodeWith("user_id, endpoints", "1, " + stored);
    assertThat(node(read, 1).endpoints()).hasToString(expected);
    assertThat(read.findings()).isEmpty();
  }

  @Test
  void deletedNodesAreKeptBesideTheOthers() throws Exception {
    DatabaseReading read =
        current(
            node(1, "user_id", "1") + node(2, "user_id, deleted_at", "1, '2023-01-01 00:00:00'"),
            folder);
    assertThat(read.counts().nodes()).isEqualTo(1);
    assertThat(read.nodes()).hasSize(1);
    assertThat(findings(read, "NODE_DELETED"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.object()).isEqualTo("node 2 (host-2)"));
    assertThat(read.leftovers()).anyMatch(row -> row.table().equals("nodes"));
  }

  @Test
  void machinesThatNobodyLetInAreNoNodes() throws Exception {
    DatabaseReading read =
        dumpWith(
            "headscale_0.12.4_dump.sql",
            """
            INSERT INTO namespaces(id, name) VALUES (1, 'alice');
            INSERT INTO machines(id, machine_key, node_key, ip_address, name, namespace_id, registered)
            VALUES (1, '%1$s', '%1$s', '100.64.0.1', 'a', 1, 1),
                   (2, '%1$s', '%1$s', '', 'b', 1, 0);
            """
                .formatted(TestDatabases.KEY_A),
            folder);
    assertThat(read.nodes()).hasSize(1);
    assertThat(node(read, 1).hostname()).isEqualTo("a");
    assertThat(node(read, 1).givenName()).isEqualTo("a");
    assertThat(read.counts().nodes()).isEqualTo(2);
    assertThat(findings(read, "NODE_NOT_REGISTERED")).hasSize(1);
    assertThat(read.leftovers()).anyMatch(row -> row.table().equals("machines"));
  }

  @Test
  void givenNamesThatDnsCannotCarryOrThatClashNeedAction() throws Exception {
    DatabaseReading read =
        current(
            node(1, "user_id", "1")
                + node(2, "user_id", "1")
                + node(3, "user_id", "1")
                + "UPDATE nodes SET given_name = 'My Laptop!' WHERE id = 1;"
                + "UPDATE nodes SET given_name = 'Printer' WHERE id = 2;"
                + "UPDATE nodes SET given_name = 'printer' WHERE id = 3;",
            folder);
    assertThat(findings(read, "GIVEN_NAME_INVALID"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.what()).contains("My Laptop!"));
    assertThat(findings(read, "GIVEN_NAME_TAKEN"))
        .hasSize(2)
        .allSatisfy(finding -> assertThat(finding.level()).isEqualTo(Level.ACTION));
  }

  @Test
  void bytesThatAreNoTextDoNotStopReading() throws Exception {
    DatabaseReading read =
        current(
            node(1, "user_id", "1")
                + node(2, "user_id", "1")
                + "UPDATE nodes SET hostname = CAST(x'61ff62' AS TEXT) WHERE id = 1;"
                + "UPDATE nodes SET hostname = CAST(x'610062' AS TEXT) WHERE id = 2;",
            folder);
    assertThat(node(read, 1).hostname()).isEqualTo("a\uFFFDb");
    assertThat(node(read, 2).hostname()).isEqualTo("a\uFFFDb");
    assertThat(TestDatabases.raw(read.nodes().get(0), "hostname"))
        .isEqualTo(new RawValue.Blob("Yf9i"));
    assertThat(TestDatabases.raw(read.nodes().get(1), "hostname"))
        .isEqualTo(new RawValue.Blob("YQBi"));
    assertThat(findings(read, "TEXT_UNREADABLE")).hasSize(2);
  }

  @Test
  void rawRowsKeepTimesAndUnknownColumnsAsTheyAre() throws Exception {
    DatabaseReading read =
        current(
            "ALTER TABLE nodes ADD COLUMN color text;"
                + node(
                    1,
                    "user_id, last_seen, color",
                    "1, '2023-01-15 14:41:49.445054371+01:00', 'red'"),
            folder);
    var node = read.nodes().getFirst();
    assertThat(TestDatabases.raw(node, "last_seen"))
        .isEqualTo(new RawValue.Text("2023-01-15 14:41:49.445054371+01:00"));
    assertThat(TestDatabases.raw(node, "color")).isEqualTo(new RawValue.Text("red"));
    assertThat(codes(read)).containsExactly("COLUMN_UNKNOWN");
  }
}
