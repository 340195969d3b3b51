package dev.wayleave.exporters.headscale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files and folders that may not be written, by their mode or because their file system is
/// read-only: one sentence, nothing half-done, and a second run completes.
class UnwritableTest {
  private static final String UNTOUCHED = " What was there before is untouched.";

  @TempDir Path folder;

  private Path temporary;

  @BeforeEach
  void makeRoomForCopies() throws IOException {
    temporary = Files.createDirectory(folder.resolve("copies"));
  }

  /// What is written, as the process that tries it is told.
  private enum Kind {
    DATABASE,
    SERVER
  }

  @Test
  void folderThatMayNotBeWrittenGetsNoNewDatabase() throws Exception {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Path file = closed.resolve("db.sqlite");
    mode(closed, "r-xr-x---");
    assertRefused(ChildRun.underModes(), Kind.DATABASE, file, forbidden(file));
    mode(closed, "rwx------");
    assertCompletes(Kind.DATABASE, file);
  }

  @Test
  void databaseThatMayNotBeWrittenStaysAsItIs() throws Exception {
    Path file = Files.createDirectory(folder.resolve("open")).resolve("db.sqlite");
    apply(target(Kind.DATABASE, file, temporary), first());
    mode(file, "r--r-----");
    assertRefused(ChildRun.underModes(), Kind.DATABASE, file, forbidden(file));
    mode(file, "rw-------");
    assertCompletes(Kind.DATABASE, file);
  }

  @Test
  void databaseWhoseFolderMayNotBeWrittenStaysAsItIs() throws Exception {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Path file = closed.resolve("db.sqlite");
    apply(target(Kind.DATABASE, file, temporary), first());
    mode(closed, "r-xr-x---");
    assertRefused(ChildRun.underModes(), Kind.DATABASE, file, forbidden(file));
    mode(closed, "rwx------");
    assertCompletes(Kind.DATABASE, file);
  }

  @Test
  void databaseOnAReadOnlyFileSystemStaysAsItIs() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Path file = disk.resolve("db.sqlite");
    ChildRun readOnly = ChildRun.readOnly(disk);
    String sentence =
        file
            + " cannot be written (Read-only file system); make it and its folder writable, or"
            + " write it elsewhere."
            + UNTOUCHED;
    assertRefused(readOnly, Kind.DATABASE, file, sentence);
    apply(target(Kind.DATABASE, file, temporary), first());
    assertRefused(readOnly, Kind.DATABASE, file, sentence);
    assertCompletes(Kind.DATABASE, file);
  }

  @Test
  void folderThatMayNotBeWrittenGetsNoNewServer() throws Exception {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Path server = closed.resolve("headscale");
    mode(closed, "r-xr-x---");
    assertRefused(ChildRun.underModes(), Kind.SERVER, server, foreign(server));
    mode(closed, "rwx------");
    assertCompletes(Kind.SERVER, server);
  }

  @Test
  void serverWhoseFolderMayNotBeWrittenStaysAsItIs() throws Exception {
    Path server = folder.resolve("headscale");
    apply(target(Kind.SERVER, server, temporary), first());
    mode(server, "r-xr-x---");
    assertRefused(ChildRun.underModes(), Kind.SERVER, server, foreign(server));
    mode(server, "rwx------");
    assertCompletes(Kind.SERVER, server);
  }

  @Test
  void serverWhoseDatabaseMayNotBeWrittenKeepsItsFilesToo() throws Exception {
    Path server = folder.resolve("headscale");
    apply(target(Kind.SERVER, server, temporary), first());
    Path file = server.resolve("db.sqlite");
    mode(file, "r--r-----");
    assertRefused(ChildRun.underModes(), Kind.SERVER, server, forbidden(file));
    mode(file, "rw-------");
    assertCompletes(Kind.SERVER, server);
  }

  @Test
  void serverOnAReadOnlyFileSystemStaysAsItIs() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Path server = disk.resolve("headscale");
    ChildRun readOnly = ChildRun.readOnly(disk);
    String sentence =
        server
            + " cannot be written (Read-only file system); make it writable, or write into another"
            + " folder.";
    assertRefused(readOnly, Kind.SERVER, server, sentence);
    apply(target(Kind.SERVER, server, temporary), first());
    assertRefused(readOnly, Kind.SERVER, server, sentence);
    assertCompletes(Kind.SERVER, server);
  }

  private static String forbidden(Path file) {
    return file
        + " may not be written by this user, or its folder may not; run this as the user that"
        + " Headscale runs as, or write it elsewhere and move it."
        + UNTOUCHED;
  }

  private static String foreign(Path server) {
    return server
        + " may not be written by this user; run this as the user who owns it, or write into"
        + " another folder.";
  }

  private void assertRefused(ChildRun child, Kind kind, Path place, String sentence)
      throws Exception {
    Map<String, String> before = files();
    assertThat(child.lines(Write.class, kind.name(), place.toString(), temporary.toString()))
        .containsExactly("UNAVAILABLE " + sentence);
    assertThat(files()).isEqualTo(before);
  }

  private void assertCompletes(Kind kind, Path place) throws Exception {
    InventoryTarget target = target(kind, place, temporary);
    apply(target, later());
    assertThat(target.read(Progress.SILENT).nodes().getFirst().givenName()).isEqualTo("new");
    assertThat(target.plan(later(), PlanOptions.CAREFUL, Progress.SILENT).plan().changesAnything())
        .isFalse();
  }

  /// Every file with what it holds.
  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.toList()) {
        files.put(
            file.toString(),
            Files.isDirectory(file)
                ? "folder"
                : Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  private static Reading first() throws Exception {
    return Edits.withPolicyInDatabase(TailnetBuilder.seeded(7).reading());
  }

  private static Reading later() throws Exception {
    return Edits.rename(first(), 1, "new");
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static InventoryTarget target(Kind kind, Path place, Path temporary) {
    return switch (kind) {
      case DATABASE -> Targets.sqlite(place, temporary);
      case SERVER -> Targets.folder(place, temporary);
    };
  }

  private static void apply(InventoryTarget target, Reading source) throws TargetException {
    InventoryTarget.Preview preview = target.plan(source, PlanOptions.CAREFUL, Progress.SILENT);
    target.apply(preview, acceptable(preview), Progress.SILENT);
  }

  private static Set<String> acceptable(InventoryTarget.Preview preview) {
    return Set.copyOf(preview.plan().findings().stream().map(finding -> finding.code()).toList());
  }

  /// Applies to the place that it is given and prints why that failed.
  static final class Write {
    private Write() {}

    public static void main(String[] words) throws Exception {
      try {
        apply(target(Kind.valueOf(words[0]), Path.of(words[1]), Path.of(words[2])), later());
        System.out.println("it was written");
      } catch (TargetException e) {
        System.out.println(e.reason() + " " + e.getMessage());
      }
    }
  }
}
