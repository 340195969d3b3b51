package dev.wayleave.importers.tailscale.kind;

import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.console.MachinesTable;
import dev.wayleave.importers.tailscale.member.MemberNetmap;
import dev.wayleave.importers.tailscale.member.MemberStatus;
import dev.wayleave.importers.tailscale.shape.OpenedExport;
import dev.wayleave.importers.tailscale.terraform.TerraformState;
import dev.wayleave.importers.tailscale.tscli.TscliFolder;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Says whose export a place holds.
///
/// Names decide only between answers of the API, which have fixed ones; everything else is known by
/// what it holds.
public final class ExportKinds {
  private static final Set<String> API_NAMES =
      Arrays.stream(Section.values()).map(Section::file).collect(Collectors.toUnmodifiableSet());

  /// What our own export writes beside the answers: a folder with it is the API's, whatever else
  /// somebody put there.
  private static final String MANIFEST = "export.json";

  private ExportKinds() {}

  /// Opens an export of another kind than the API's.
  ///
  /// @return nothing where the place is a folder with answers of the API
  public static Optional<OpenedExport> open(Path place) throws SourceException {
    List<FoundFile> files = files(place);
    ExportKind kind = kind(place, files);
    List<Path> its = files.stream().filter(file -> file.is(kind)).map(FoundFile::path).toList();
    return switch (kind) {
      case API -> Optional.empty();
      case TSCLI -> Optional.of(TscliFolder.read(place, tscli(place, files)));
      case TERRAFORM_STATE -> Optional.of(TerraformState.read(only(place, kind, its)));
      case CONSOLE_CSV -> Optional.of(MachinesTable.read(only(place, kind, its)));
      case MEMBER_STATUS -> Optional.of(MemberStatus.read(only(place, kind, its)));
      case MEMBER_NETMAP -> Optional.of(MemberNetmap.read(only(place, kind, its)));
    };
  }

  /// The kind of export that a place holds.
  ///
  /// @throws SourceException with one sentence why it is none
  public static ExportKind kindOf(Path place) throws SourceException {
    return kind(place, files(place));
  }

  private static ExportKind kind(Path place, List<FoundFile> files) throws SourceException {
    Set<ExportKind> kinds =
        files.stream().flatMap(file -> file.kind().stream()).collect(Collectors.toSet());
    // Answers under their fixed names, in a folder where some others are too, are read alike.
    if (kinds.contains(ExportKind.TSCLI)) {
      kinds.remove(ExportKind.API);
    }
    if (kinds.size() > 1) {
      throw new SourceException(
          place
              + " holds "
              + kinds.stream().sorted().map(ExportKind::label).collect(Collectors.joining(" and "))
              + "; name the file to read.");
    }
    if (kinds.isEmpty()) {
      throw new SourceException(
          place
              + " is no export of a hosted tailnet; give a folder that `wayleave export tailscale`"
              + " wrote, output of tscli, a Terraform state, the machines table of the admin"
              + " console, or a member's status or netmap.");
    }
    return kinds.iterator().next();
  }

  private static List<Path> tscli(Path place, List<FoundFile> files) throws SourceException {
    for (FoundFile file : files) {
      if (file.kind().isEmpty()) {
        throw new SourceException(
            file.path()
                + " beside output of tscli in "
                + place
                + " is none that is known; name it after what it holds (devices.json, users.json,"
                + " …) or move it out of the folder.");
      }
    }
    return files.stream().map(FoundFile::path).toList();
  }

  private static Path only(Path place, ExportKind kind, List<Path> files) throws SourceException {
    if (files.size() > 1) {
      throw new SourceException(
          place
              + " holds "
              + kind.label()
              + " twice, "
              + files.get(0).getFileName()
              + " and "
              + files.get(1).getFileName()
              + "; they may be of two tailnets, so name the file to read.");
    }
    return files.getFirst();
  }

  private static List<FoundFile> files(Path place) throws SourceException {
    if (Files.isRegularFile(place)) {
      return List.of(FoundFile.named(place));
    }
    if (!Files.isDirectory(place)) {
      throw new SourceException("There is no folder or file " + place + "; check the path.");
    }
    List<Path> entries;
    try (Stream<Path> listed = Files.list(place)) {
      entries = listed.sorted().toList();
    } catch (IOException e) {
      throw new SourceException(
          place + " may not be listed; run as the user who owns it, or change its permissions.", e);
    }
    Path manifest = place.resolve(MANIFEST);
    if (entries.contains(manifest)) {
      return List.of(new FoundFile(manifest, Optional.of(ExportKind.API)));
    }
    List<FoundFile> files = new ArrayList<>();
    for (Path entry : entries) {
      String name = entry.getFileName().toString();
      if (API_NAMES.contains(name)) {
        files.add(new FoundFile(entry, Optional.of(ExportKind.API)));
      } else if (Files.isRegularFile(entry) && FoundFile.mayBe(name)) {
        files.add(FoundFile.in(entry));
      }
    }
    return files;
  }
}
