package dev.wayleave.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// A coordinator that has no room for what is applied: one sentence, and nothing half-applied.
class FullDiskIT {
  private static final int MIB = 1 << 20;

  /// In MiB. PostgreSQL's own log comes in files of 16 MiB; these leave them alone and stop tables.
  static final List<Integer> LARGEST_FILES = Breadth.of(List.of(17), List.of(17, 19, 21));

  /// In MiB. With less than 16 it is the next file of PostgreSQL's own log that does not fit.
  static final List<Integer> ROOMS = Breadth.of(List.of(20), List.of(1, 8, 15, 17, 20, 22));

  private static final int POLICIES = 24;
  private static final String FULL = "The disk of the coordinator's database is full";

  private final Room room = new Room();
  private final String from;

  FullDiskIT() throws IOException {
    from = Bundles.of(room.folder().resolve("bulky"), bulky());
  }

  @AfterEach
  void end() {
    room.close();
  }

  @ParameterizedTest(name = "no file over {0} MiB")
  @FieldSource("LARGEST_FILES")
  void aFileThatMayNotGrowIsOneSentenceAndNothingIsApplied(int mebibytes) throws Exception {
    Path data = room.folder().resolve("data");
    String limited = "ulimit -f " + mebibytes * MIB / 512 + "; exec \"$@\"";
    // The binaries are larger than that, so they are unpacked before.
    Coordinator.start(room, data).running().terminate();
    Coordinator coordinator =
        Coordinator.start(room, data, List.of("sh", "-c", limited, "limited"));
    JsonNode before = coordinator.kinds();
    apply(coordinator).failsWith(FULL);
    assertThat(coordinator.kinds()).isEqualTo(before);
    coordinator.running().terminate();

    assertAppliesWithRoom(data, before);
  }

  @ParameterizedTest(name = "{0} MiB left")
  @FieldSource("ROOMS")
  void aFullDiskIsOneSentenceAndNothingIsApplied(int mebibytes) throws Exception {
    Path disk = Files.createDirectories(room.folder().resolve("disk"));
    Outcome mounted = run("mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", disk.toString());
    Assumptions.assumeTrue(
        mounted.exit() == 0, "mounting is not permitted; the limit on files is tested instead");
    room.atEnd(() -> new ProcessBuilder("umount", "--lazy", disk.toString()).start().waitFor());
    Path data = disk.resolve("data");
    Coordinator coordinator = Coordinator.start(room, data);
    JsonNode before = coordinator.kinds();
    Path filler = fill(disk, (long) mebibytes * MIB);
    apply(coordinator).failsWith(FULL);
    assertThat(coordinator.kinds()).as("still answers").isEqualTo(before);
    Files.delete(filler);
    coordinator.running().terminate();

    assertAppliesWithRoom(data, before);
  }

  /// Leaves so much room and no more.
  private static Path fill(Path disk, long room) throws IOException {
    Path filler = disk.resolve("filler");
    FileStore store = Files.getFileStore(disk);
    byte[] block = new byte[MIB];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (store.getUsableSpace() > room) {
        out.write(block);
      }
    }
    return filler;
  }

  private void assertAppliesWithRoom(Path data, JsonNode before)
      throws IOException, InterruptedException {
    Coordinator again = Coordinator.start(room, data);
    assertThat(again.kinds()).isEqualTo(before);
    apply(again).exits(0);
    again.cli(room).run("verify", "--from", from, "--to", again.endpoint()).exits(0);
    again.running().terminate();
  }

  private Outcome apply(Coordinator coordinator) throws IOException, InterruptedException {
    return coordinator
        .cli(room)
        .run("apply", "--from", from, "--to", coordinator.endpoint(), "--yes", "-o", "json");
  }

  private Outcome run(String... command) throws IOException, InterruptedException {
    return room.start(room.folder(), Map.of(), List.of(command)).end();
  }

  /// Large by old policies that do not compress, so that few rows fill a disk.
  private static Reading bulky() {
    Reading small = TailnetBuilder.seeded(11).reading();
    Inventory.Builder larger = Inventory.builder(small.inventory().source());
    for (Entity<?> entity : small.inventory().entities().toList()) {
      larger.add(entity);
    }
    small.inventory().leftovers().forEach(larger::addLeftover);
    Random random = new Random(11);
    byte[] noise = new byte[MIB / 2];
    for (int i = 0; i < POLICIES; i++) {
      random.nextBytes(noise);
      larger.add(
          new PolicyVersion(
              "old-" + i,
              "{ // " + HexFormat.of().formatHex(noise) + "\n}\n",
              false,
              "database",
              Instant.parse("2026-01-01T00:00:00Z").plusSeconds(i)));
    }
    Inventory inventory = larger.build();
    return new Reading(inventory, TailnetBuilder.counts(inventory), List.of());
  }
}
