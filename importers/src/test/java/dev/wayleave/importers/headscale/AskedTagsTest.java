package dev.wayleave.importers.headscale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.importers.headscale.database.DatabaseSource;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.testkit.fixture.Fixtures;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tags that devices ask for, with the policy that decides about them.
class AskedTagsTest {
  @TempDir Path folder;

  /// The comments of the dump say what Headscale 0.28 makes of each node.
  @Test
  void nodesGetTheTagsThatTheMigrationTo028GivesThem() throws Exception {
    Path file = Fixtures.sqlite("request_tags_migration_test.sql", folder.resolve("db.sqlite"));
    Reading reading = DatabaseSource.sqlite(file, folder).read(Progress.SILENT);

    assertThat(owner(reading, 1)).isEqualTo(tags(1, "tag:server"));
    assertThat(owner(reading, 2)).isEqualTo(new Owner.OfUser(new UserId(1)));
    assertThat(owner(reading, 3)).isEqualTo(tags(2, "tag:existing", "tag:client"));
    assertThat(owner(reading, 4)).isEqualTo(tags(1, "tag:server"));
    assertThat(owner(reading, 5)).isEqualTo(new Owner.OfUser(new UserId(2)));
    assertThat(owner(reading, 6)).isEqualTo(tags(3, "tag:admin"));
    assertThat(owner(reading, 7)).isEqualTo(tags(1, "tag:server"));
    assertThat(findings(reading, "node"))
        .containsExactly(
            "TAGS_GRANTED node 1 (node1)",
            "TAGS_REFUSED node 2 (node2)",
            "TAGS_GRANTED node 3 (node3)",
            "TAGS_GRANTED node 6 (node6)",
            "TAGS_GRANTED node 7 (node7)",
            "TAGS_REFUSED node 7 (node7)");
    assertThat(reading.findings())
        .filteredOn(finding -> finding.code().equals("TAGS_REFUSED"))
        .extracting(Finding::what)
        .last()
        .asString()
        .contains("asks for tag:forbidden, which");
  }

  @Test
  void nodeKeepsItsRow() throws Exception {
    Path file = Fixtures.sqlite("request_tags_migration_test.sql", folder.resolve("db.sqlite"));
    Reading reading = DatabaseSource.sqlite(file, folder).read(Progress.SILENT);

    assertThat(reading.inventory().entities())
        .filteredOn(entity -> entity.value() instanceof Node)
        .hasSize(7)
        .allSatisfy(entity -> assertThat(entity.row()).isNotNull());
  }

  @Test
  void withoutAPolicyTheQuestionStaysOpen() throws Exception {
    Path file = Fixtures.sqlite("request_tags_migration_test.sql", folder.resolve("db.sqlite"));
    Fixtures.sqliteOf("DELETE FROM policies;", file);
    Reading reading = DatabaseSource.sqlite(file, folder).read(Progress.SILENT);

    assertThat(owner(reading, 1)).isEqualTo(new Owner.OfUser(new UserId(1)));
    assertThat(findings(reading, "node")).contains("TAGS_REQUESTED node 1 (node1)");
  }

  @Test
  void serverOf027IsReadWithoutABlocker() throws Exception {
    Path set = Fixtures.copySet("0.27.1-sqlite", folder);
    Reading reading =
        new HeadscaleSource(set.resolve("config.yaml"), Map.of(), folder).read(Progress.SILENT);

    assertThat(owner(reading, 19)).isEqualTo(tags(1, "tag:web"));
    assertThat(reading.findings())
        .noneMatch(finding -> finding.level() == Level.BLOCKER || finding.level() == Level.LOSSY);
    // The policy of 0.27 takes the device for one of alice's, too.
    assertThat(reading.findings())
        .filteredOn(finding -> finding.code().equals("POLICY_NODES_TAGGED"))
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding.what()).contains("wants-tag"));
  }

  private static Owner owner(Reading reading, long id) {
    return reading.inventory().nodes().stream()
        .filter(node -> node.id().value() == id)
        .map(Node::owner)
        .findFirst()
        .orElseThrow();
  }

  private static Owner tags(long registrant, String... tags) {
    return new Owner.OfTags(
        Set.copyOf(List.of(tags).stream().map(TagName::new).toList()), new UserId(registrant));
  }

  private static List<String> findings(Reading reading, String kind) {
    return reading.findings().stream()
        .filter(finding -> finding.code().startsWith("TAGS") && finding.object().startsWith(kind))
        .map(finding -> finding.code() + " " + finding.object())
        .toList();
  }
}
