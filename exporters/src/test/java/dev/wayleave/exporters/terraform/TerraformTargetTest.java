package dev.wayleave.exporters.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Preview;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.RollbackOutcome;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.HostedObject;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.OAuthClient;
import dev.wayleave.tailnet.model.OAuthClientId;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerraformTargetTest {
  private static final String HOSTILE =
      "x\"]\n}\nresource \"null\" \"p\" {}\n${file(\"/etc/passwd\")}%{if";

  @TempDir Path room;

  private TerraformTarget target() {
    return new TerraformTarget(
        room.resolve("tf"), () -> Instant.parse("2026-11-22T12:00:00Z"), new SplittableRandom(1));
  }

  private static Inventory.Builder copy(Inventory from) {
    Inventory.Builder builder = Inventory.builder(from.source());
    from.entities().forEach(builder::add);
    return builder;
  }

  /// A tailnet of which the first device is known to the hosted plane.
  private static Inventory tailnet() {
    Inventory made =
        TailnetBuilder.seeded(7).users(3).nodes(6).preAuthKeys(2).apiKeys(1).inventory();
    Node first = made.nodes().getFirst();
    return copy(made)
        .replace(first.change().hostname(HOSTILE).build())
        .add(new Alias("node", first.id().toString(), "tailscale", "92960230381"))
        .add(new Alias("node", first.id().toString(), "tailscale", "n11aaaaaaa11CNTRL"))
        .add(
            new HostedObject(
                "settings",
                "settings",
                "{\"devicesApprovalOn\":true,\"devicesKeyDurationDays\":90,\"aclsExternalLink\":\"\"}"))
        .add(
            new HostedObject(
                "webhook",
                "wh1",
                "{\"endpointUrl\":\"https://x.example/${a}\",\"providerType\":\"slack\","
                    + "\"subscriptions\":[\"nodeCreated\",\"nodeApproved\"],"
                    + "\"secret\":\"tskey-webhook-SECRET\"}"))
        .add(
            new HostedObject(
                "service",
                "svc:db",
                "{\"name\":\"svc:db\",\"ports\":[\"tcp:5432\"],\"tags\":[\"tag:db\"],\"comment\":\"it's\"}"))
        .add(
            new HostedObject(
                "contacts",
                "contacts",
                "{\"account\":{\"email\":\"a@example.com\"},\"support\":{}}"))
        .add(
            new HostedObject(
                "federated-identity",
                "kFED",
                "{\"issuer\":\"https://i\",\"subject\":\"repo:*\",\"scopes\":[\"dns\"],"
                    + "\"customClaimRules\":{\"re\\nf\":\"main\"}}"))
        .add(
            new HostedObject(
                "posture-integration",
                "p1",
                "{\"clientSecret\":\"SECRET\",\"provider\":\"falcon\"}"))
        .build();
  }

  private static Reading reading(Inventory inventory) {
    return new Reading(inventory, TailnetBuilder.counts(inventory), List.of());
  }

  private static Set<String> codes(Preview preview) {
    return preview.plan().findings().stream().map(Finding::code).collect(Collectors.toSet());
  }

  private Preview apply(TerraformTarget target, Inventory inventory) throws TargetException {
    Preview preview = target.plan(reading(inventory), PlanOptions.CAREFUL, Progress.SILENT);
    target.apply(preview, codes(preview), Progress.SILENT);
    return preview;
  }

  private Map<String, String> files() throws IOException {
    TreeMap<String, String> files = new TreeMap<>();
    try (Stream<Path> entries = Files.list(room.resolve("tf"))) {
      for (Path file : entries.filter(Files::isRegularFile).toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return files;
  }

  private String file(String name) throws IOException {
    return files().getOrDefault(name, "");
  }

  @Test
  void writesAFileForEachAreaWithImportBlocks() throws Exception {
    apply(target(), tailnet());

    assertThat(files())
        .containsOnlyKeys(
            ".wayleave-terraform",
            "acl.tf",
            "contacts.tf",
            "credentials.tf",
            "devices.tf",
            "dns.tf",
            "policy.hujson",
            "provider.tf",
            "services.tf",
            "settings.tf",
            "webhooks.tf");
    assertThat(files().get("settings.tf"))
        .isEqualTo(
            """
            # Written by wayleave; it writes this file again.

            import {
              to = tailscale_tailnet_settings.settings
              id = "tailnet_settings"
            }

            resource "tailscale_tailnet_settings" "settings" {
              devices_approval_on       = true
              devices_key_duration_days = 90
            }
            """);
    assertThat(files().get("policy.hujson"))
        .isEqualTo(tailnet().policyInUse().orElseThrow().text());
  }

  @Test
  void namesAKnownDeviceByItsHostedIdAndLooksOthersUp() throws Exception {
    apply(target(), tailnet());
    List<HclReader.Block> blocks = HclReader.read(file("devices.tf"));

    assertThat(blocks)
        .filteredOn(block -> block.header().startsWith("import"))
        .isNotEmpty()
        .allSatisfy(block -> assertThat(block.unquoted("id")).isEqualTo("n11aaaaaaa11CNTRL"));
    assertThat(blocks)
        .filteredOn(block -> block.header().startsWith("data \"tailscale_device\""))
        .isNotEmpty()
        .allSatisfy(block -> assertThat(block.attributes()).containsOnlyKeys("hostname"));
    assertThat(blocks)
        .filteredOn(block -> block.header().startsWith("resource"))
        .allSatisfy(block ->
            assertThat(block.attributes().get("device_id"))
                .matches("\"n11aaaaaaa11CNTRL\"|data\\.tailscale_device\\.[a-z0-9_]+\\.node_id"));
  }

  @Test
  void foreignTextNeverLeavesItsQuotes() throws Exception {
    Inventory made = tailnet();
    Inventory.Builder hostile = copy(made);
    int number = 0;
    for (Node node : made.nodes()) {
      hostile.replace(node.change().hostname(HOSTILE + number++).build());
    }
    apply(target(), hostile.build());

    for (var file : files().entrySet()) {
      if (file.getKey().endsWith(".tf")) {
        assertThat(HclReader.read(file.getValue()))
            .as(file.getKey())
            .allSatisfy(block -> assertThat(block.header()).doesNotContain("null"));
      }
    }
    assertThat(HclReader.read(file("devices.tf")))
        .filteredOn(block -> block.header().startsWith("data"))
        .extracting(block -> block.unquoted("hostname"))
        .contains(HOSTILE + 1);
    assertThat(HclReader.read(file("webhooks.tf")).getLast().unquoted("endpoint_url"))
        .isEqualTo("https://x.example/${a}");
  }

  @Test
  void writesNoSecretAndSaysWhatHasNoPlace() throws Exception {
    Preview preview = apply(target(), tailnet());

    assertThat(files().values()).allSatisfy(text -> assertThat(text).doesNotContain("SECRET"));
    assertThat(codes(preview))
        .contains(
            "NEEDS_A_SECRET",
            "KEYS_NOT_WRITTEN",
            "USERS_ARE_INVITED",
            "DEVICES_JOIN_BY_THEMSELVES",
            "DEVICES_MUST_HAVE_JOINED");
  }

  @Test
  void refusesUntilLossesAreAccepted() throws Exception {
    TerraformTarget target = target();
    Preview preview = target.plan(reading(tailnet()), PlanOptions.CAREFUL, Progress.SILENT);

    assertThatThrownBy(() -> target.apply(preview, Set.of(), Progress.SILENT))
        .isInstanceOf(TargetException.class);
    assertThat(room.resolve("tf")).doesNotExist();
  }

  @Test
  void writesTheSameAgainWithoutAChange() throws Exception {
    apply(target(), tailnet());
    Map<String, String> once = files();

    Preview again = target().plan(reading(tailnet()), PlanOptions.CAREFUL, Progress.SILENT);

    assertThat(again.plan().changesAnything()).isFalse();
    apply(target(), tailnet());
    assertThat(files()).isEqualTo(once);
  }

  @Test
  void leavesFoldersOfOthersAndEditedFilesAlone() throws Exception {
    Path folder = Files.createDirectory(room.resolve("tf"));
    Files.writeString(folder.resolve("main.tf"), "# mine");
    assertThatThrownBy(() -> apply(target(), tailnet()))
        .hasMessageContaining("files that were not written here");
    Files.delete(folder.resolve("main.tf"));

    apply(target(), tailnet());
    Files.writeString(folder.resolve("dns.tf"), "# edited");
    assertThatThrownBy(() -> apply(target(), tailnet()))
        .hasMessageContaining("edited since it was written (dns.tf)");
  }

  @Test
  void takesAMigrationBackToTheFormerFiles() throws Exception {
    apply(target(), tailnet());
    Map<String, String> first = files();
    TerraformTarget second =
        new TerraformTarget(
            room.resolve("tf"),
            () -> Instant.parse("2026-11-23T12:00:00Z"),
            new SplittableRandom(2));
    Inventory bare = TailnetBuilder.seeded(9).users(1).nodes(2).bare().inventory();
    Preview applied = apply(second, bare);
    assertThat(files()).doesNotContainKey("dns.tf");

    assertThat(second.rollback(applied.migration(), Progress.SILENT))
        .isInstanceOf(RollbackOutcome.Done.class);
    assertThat(files()).isEqualTo(first);
    assertThatThrownBy(() -> second.rollback(applied.migration(), Progress.SILENT))
        .hasMessageContaining("is not the last one");
  }

  @Test
  void nothingThatIsLeftOutIsLeftUnsaid() throws Exception {
    Inventory.Builder more = copy(TailnetBuilder.seeded(7).users(1).nodes(1).bare().inventory());
    for (String type : List.of("user-invite", "device-invite", "api-token", "audit-event")) {
      more.add(new HostedObject(type, "1", "{}")).add(new HostedObject(type, "2", "{}"));
    }
    more.add(new DerpSettings(null, List.of(), List.of(), false, ""))
        .add(
            new OAuthClient(
                new OAuthClientId(1),
                "kClient",
                SecretText.of("hash"),
                Set.of("dns"),
                Set.of(),
                "",
                null,
                null,
                null))
        .add(new PolicyVersion("77", " \n", true, "", null));

    Preview preview = apply(target(), more.build());

    assertThat(preview.plan().findings())
        .filteredOn(finding -> finding.code().equals("HOSTED_OBJECTS_KEPT"))
        .extracting(Finding::object)
        .containsExactly("api-token", "audit-event", "device-invite", "user-invite");
    assertThat(codes(preview))
        .contains("DERP_NOT_WRITTEN", "CLIENTS_NOT_WRITTEN", "HOSTED_POLICY_EMPTY")
        .doesNotContain("POLICY_JUDGED_BY_PLAN");
    assertThat(files()).doesNotContainKeys("policy.hujson", "acl.tf");
  }

  @Test
  void aDiskThatIsFullInTheMiddleLeavesTheFolderAsItWas() throws Exception {
    apply(target(), tailnet());
    Map<String, String> before = files();
    WrittenFolder folder = WrittenFolder.read(room.resolve("tf"));
    // The name of the last file is too long for any disk, which fails as a full one does.
    Map<String, String> contents = new TreeMap<>(Map.of("acl.tf", "new", "x".repeat(300), "new"));

    assertThatThrownBy(() -> folder.replace("later", contents)).isInstanceOf(IOException.class);

    assertThat(files()).isEqualTo(before);
    assertThat(room.resolve("tf/.wayleave-before-later")).doesNotExist();
    assertThat(apply(target(), tailnet()).plan().changesAnything()).isFalse();
    assertThat(WrittenFolder.trouble(folder.folder(), new IOException("No space left on device")))
        .hasMessageContaining("(No space left on device)");
  }
}
