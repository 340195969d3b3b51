package dev.wayleave.exporters.headscale.row;

import static dev.wayleave.exporters.headscale.row.TestRows.BCRYPT;
import static dev.wayleave.exporters.headscale.row.TestRows.bytes;
import static dev.wayleave.exporters.headscale.row.TestRows.value;
import static dev.wayleave.exporters.headscale.schema.Engine.POSTGRES;
import static dev.wayleave.exporters.headscale.schema.Engine.SQLITE;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_27;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_28;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_29;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.wayleave.exporters.headscale.row.TestRows.Made;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.ApiKeyId;
import dev.wayleave.tailnet.model.CustomAttribute;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeDraft;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What Wayleave knows and Headscale does not.
class OwnThingsTest {
  private static final KeySecret.Hashed SECRET =
      new KeySecret.Hashed("abcdefabcdef", SecretText.of(BCRYPT));

  private static Made written(SchemaRelease release, TailnetEntity... entities) {
    Inventory.Builder all = Inventory.builder(new SourceInfo("wayleave", "0.1.0", "postgresql"));
    all.add(user(List.of(), Set.of(Role.MEMBER)));
    for (TailnetEntity entity : entities) {
      all.add(entity);
    }
    return Made.of(all.build(), release, SQLITE, new RowOptions(null));
  }

  private static User user(List<Identity> identities, Set<Role> roles) {
    return new User(
        new UserId(1),
        "alice",
        "",
        "",
        "",
        identities,
        roles,
        Instant.parse("2026-01-01T00:00:00Z"));
  }

  private static Made onlyUser(List<Identity> identities, Set<Role> roles, SchemaRelease release) {
    Inventory.Builder all = Inventory.builder(new SourceInfo("wayleave", "0.1.0", "postgresql"));
    all.add(user(identities, roles));
    return Made.of(all.build(), release, SQLITE, new RowOptions(null));
  }

  private static Node node(UnaryOperator<NodeDraft> change) throws Exception {
    Node node = TestRows.withUsers(V0_29, SQLITE).node(7).inventory().nodes().getFirst();
    return change.apply(node.change()).build();
  }

  @Test
  void leavesOutADeviceThatWaitsToBeLetIn() throws Exception {
    Made made = written(V0_29, node(draft -> draft.awaitingApproval(true)));
    assertThat(made.tables().rows("nodes")).isEmpty();
    assertThat(made.codes()).containsExactly("ACTION APPROVAL_LOST", "LOSSY NODE_UNAPPROVED");
  }

  @Test
  void leavesOutAnApiKeyThatMayNotDoEverything() {
    Made made = written(V0_29, limited(Set.of("devices:core:read")));
    assertThat(made.tables().rows("api_keys")).isEmpty();
    assertThat(made.codes()).containsExactly("ACTION API_KEY_SCOPED");
    assertThat(written(V0_29, limited(Set.of())).tables().rows("api_keys")).hasSize(1);
  }

  private static ApiKey limited(Set<String> scopes) {
    return new ApiKey(new ApiKeyId(1), SECRET, null, "", scopes, null, null, null);
  }

  @Test
  void writesOwnKeysAsHeadscaleWrites() {
    PreAuthKey key =
        new PreAuthKey(
            new PreAuthKeyId(4),
            SECRET,
            new UserId(1),
            Set.of(),
            "",
            true,
            false,
            false,
            null,
            null,
            Instant.parse("2026-01-02T03:04:05.6Z"));
    Made made = written(V0_29, key, limited(Set.of()));
    assertThat(made.cell("pre_auth_keys", 4, "hash")).isEqualTo(value(bytes(BCRYPT)));
    assertThat(made.cell("pre_auth_keys", 4, "tags")).isEqualTo(value("[]"));
    assertThat(made.cell("pre_auth_keys", 4, "created_at"))
        .isEqualTo(value("2026-01-02 03:04:05.6+00:00"));
    assertThat(made.cell("api_keys", 1, "prefix")).isEqualTo(value("abcdefabcdef"));
    assertThat(made.codes()).isEmpty();
  }

  @Test
  void reportsWhatOfANodeIsNotCarried() throws Exception {
    Node odd =
        node(draft ->
            draft
                .ephemeral(true)
                .attributes(
                    Map.of("custom:tier", new CustomAttribute(new TextNode("gold"), null))));
    assertThat(written(V0_29, odd).codes())
        .containsExactly("LOSSY ATTRIBUTES_LOST", "LOSSY NODE_STAYS");
  }

  @Test
  void reportsAWireIdentityThatIsNotTheNumber() throws Exception {
    Node node = node(draft -> draft);
    Node renamed =
        new Node(
            node.id(),
            new StableNodeId("nABCDEF"),
            node.machineKey(),
            node.nodeKey(),
            node.discoKey(),
            node.ipv4(),
            node.ipv6(),
            node.hostname(),
            node.givenName(),
            node.owner(),
            node.registerMethod(),
            null,
            false,
            null,
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            null);
    Made made = written(V0_29, renamed, new Alias("node", "7", "tailscale", "nABCDEF"));
    assertThat(made.codes()).containsExactly("ACTION ALIASES_LOST", "INFO STABLE_ID_LOST");
  }

  @Test
  void writesAdvertisedRoutesIntoHostinfoThatLacksThem() throws Exception {
    Node node =
        node(draft ->
            draft
                .hostinfo("{\"OS\":\"linux\",\"RoutableIPs\":[\"10.1.0.0/16\"]}")
                .advertisedRoutes(List.of(IpPrefix.parse("10.2.0.0/16"))));
    Made made = written(V0_29, node);
    assertThat(made.cell("nodes", 7, "host_info"))
        .isEqualTo(value("{\"OS\":\"linux\",\"RoutableIPs\":[\"10.2.0.0/16\"]}"));
    assertThat(made.again().nodes().getFirst().advertisedRoutes())
        .isEqualTo(node.advertisedRoutes());
  }

  @Test
  void saysWhichTagsTheOldPolicyMayGiveToADevice() throws Exception {
    Node node = node(draft -> draft.hostinfo("{\"RequestTags\":[\"tag:web\"]}"));
    assertThat(written(V0_27, node).codes()).contains("ACTION TAGS_REQUESTED");
    assertThat(written(V0_28, node).codes()).isEmpty();
  }

  @Test
  void reportsRolesAndFurtherIdentities() {
    Identity first = new Identity("oidc", "https://a.example/1", "https://a.example", "1");
    Identity second = new Identity("oidc", "https://b.example/1", null, null);
    Made made = onlyUser(List.of(first, second), Set.of(Role.ADMIN), V0_29);
    assertThat(made.codes()).containsExactly("LOSSY IDENTITIES_LOST", "LOSSY ROLES_LOST");
    assertThat(made.cell("users", 1, "provider_identifier"))
        .isEqualTo(value("https://a.example/1"));
  }

  @Test
  void spellsAnIdentityAsTheReleaseComputesIt() {
    Identity ken =
        new Identity("oidc", "https://h/tenant/a b/c?d#e%20", "https://h/tenant/", "a b/c?d#e%20");
    Made older = onlyUser(List.of(ken), Set.of(), V0_28);
    assertThat(older.cell("users", 1, "provider_identifier"))
        .isEqualTo(value("https://h/tenant/a%20b/c%3Fd%23e"));
    assertThat(older.codes()).containsExactly("INFO IDENTIFIER_RESPELLED");
    assertThat(onlyUser(List.of(ken), Set.of(), V0_29).cell("users", 1, "provider_identifier"))
        .isEqualTo(value("https://h/tenant/a%20b/c?d#e%20"));
  }

  @Test
  void saysWhereTheSpellingOfAnIdentityIsUnsure() {
    Identity unclean = new Identity("oidc", "https://h/tenant//a b", null, null);
    assertThat(onlyUser(List.of(unclean), Set.of(), V0_28).codes())
        .containsExactly("ACTION IDENTIFIER_UNSURE");
    Identity foreign = new Identity("github", "https://github.example/octocat", null, null);
    assertThat(onlyUser(List.of(foreign), Set.of(), V0_28).codes())
        .containsExactly("ACTION IDENTITY_FOREIGN");
  }

  @Test
  void refusesTwoUsersOfOneName() {
    Made made =
        written(
            V0_29,
            new User(new UserId(2), "alice", "", "", "", List.of(), Set.of(), null),
            new User(
                new UserId(3),
                "alice",
                "",
                "",
                "",
                List.of(new Identity("oidc", "https://h/3", null, null)),
                Set.of(),
                null));
    assertThat(made.codes()).containsExactly("BLOCKER VALUE_TAKEN");
    assertThat(made.findings().getFirst().object()).isEqualTo("user 2 (alice)");
  }

  @Test
  void refusesANumberThatHeadscaleTakesForNone() {
    User zero = new User(new UserId(0), "zero", "", "", "", List.of(), Set.of(), null);
    assertThat(written(V0_29, zero).codes()).containsExactly("BLOCKER NUMBER_UNFIT");
  }

  @Test
  void leavesOutKeysWhoseSecretWasWithheld() {
    KeySecret.Hashed withheld =
        new KeySecret.Hashed("abcdefabcdef", SecretText.of(BCRYPT).withhold());
    ApiKey key = new ApiKey(new ApiKeyId(1), withheld, null, "", Set.of(), null, null, null);
    Made made = written(V0_29, key);
    assertThat(made.tables().rows("api_keys")).isEmpty();
    assertThat(made.codes()).containsExactly("LOSSY SECRET_WITHHELD");
  }

  @Test
  void writesNoTextThatPostgresRefuses() throws Exception {
    Inventory.Builder all = Inventory.builder(new SourceInfo("wayleave", "0.1.0", "postgresql"));
    all.add(new User(new UserId(1), "a\0b\uD800", "", "", "", List.of(), Set.of(), null));
    Made made = Made.of(all.build(), V0_29, POSTGRES, new RowOptions(null));
    assertThat(made.cell("users", 1, "name")).isEqualTo(value("a\uFFFDb\uFFFD"));
    assertThat(made.codes()).containsExactly("LOSSY TEXT_UNFIT");
  }
}
