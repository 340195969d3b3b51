package dev.wayleave.exporters.headscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.wayleave.importers.headscale.database.DatabaseSource;
import dev.wayleave.importers.tailscale.HostedOptions;
import dev.wayleave.importers.tailscale.folder.ExportFolder;
import dev.wayleave.importers.tailscale.source.HostedSource;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.testkit.hosted.HostedSample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A tailnet that leaves the hosted plane for a Headscale.
class HostedToHeadscaleTest {
  @TempDir Path folder;
  private Path database = Path.of("");
  private HeadscaleTarget target = Targets.sqlite(database);
  private Reading source = HostedInventory.NONE;
  private InventoryTarget.Preview preview = HostedInventory.NO_PREVIEW;

  @BeforeEach
  void plan() throws Exception {
    database = folder.resolve("db.sqlite");
    Path export = HostedSample.copyTo(folder.resolve("export"));
    Path policy = export.resolve("acl.hujson");
    // A condition that Headscale lacks forbids the move, which is the policy's own business.
    Files.writeString(
        policy, Files.readString(policy).replace(", \"srcPosture\": [\"posture:managed\"]", ""));
    source =
        new HostedSource(ExportFolder.open(export), HostedOptions.at(() -> HostedSample.TOLD_AT))
            .read(Progress.SILENT);
    target = Targets.sqlite(database);
    preview = target.plan(source, new PlanOptions(false, Set.of()), Progress.SILENT);
  }

  private List<Finding> findings(String code) {
    return preview.plan().findings().stream().filter(f -> f.code().equals(code)).toList();
  }

  @Test
  void whatHeadscaleCannotHoldIsToldEach() {
    assertThat(findings("STABLE_ID_LOST"))
        .filteredOn(finding -> finding.level() == Finding.Level.ACTION)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.object()).contains("exit-berlin");
          assertThat(finding.remedy()).endsWith("tailscale set --exit-node=100.101.10.2");
        });
    assertThat(findings("NODE_UNAPPROVED")).hasSize(1);
    assertThat(findings("NODE_SHUT_OUT")).singleElement().asString().contains("carol-laptop");
    assertThat(findings("USER_LET_IN")).hasSize(2);
    assertThat(findings("HOSTED_OBJECTS_LOST")).hasSize(13);
    assertThat(findings("TRANSITION_LOST")).singleElement().asString().contains("14 devices");
    assertThat(findings("KEY_UNKNOWN")).hasSize(3);
    assertThat(findings("ATTRIBUTES_LOST")).isNotEmpty();
    assertThat(findings("ALIASES_LOST")).hasSize(1);
  }

  @Test
  void devicesAreInTheDatabaseByTheirKeysAndAddresses() throws Exception {
    assertThat(preview.plan().findings())
        .filteredOn(finding -> finding.level() == Finding.Level.BLOCKER)
        .isEmpty();
    Set<String> accepted =
        preview.plan().findings().stream()
            .filter(finding -> finding.level() == Finding.Level.LOSSY)
            .map(Finding::code)
            .collect(Collectors.toSet());
    target.apply(preview, accepted, Progress.SILENT);
    Inventory written =
        DatabaseSource.sqlite(database, folder.resolve("temporary"))
            .read(Progress.SILENT)
            .inventory();
    assertThat(written.nodes())
        .extracting(Node::machineKey, Node::nodeKey, Node::ipv4, Node::ipv6, Node::givenName)
        .containsExactlyInAnyOrderElementsOf(
            source.inventory().nodes().stream()
                .filter(node -> !Set.of("carol-laptop", "dave-laptop").contains(node.givenName()))
                .map(node ->
                    tuple(
                        node.machineKey(),
                        node.nodeKey(),
                        node.ipv4(),
                        node.ipv6(),
                        node.givenName()))
                .toList());
  }
}
