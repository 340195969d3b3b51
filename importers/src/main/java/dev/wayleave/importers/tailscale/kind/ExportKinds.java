package dev.wayleave.importers.tailscale.kind;

import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.HostedPlane;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.console.MachinesTable;
import dev.wayleave.importers.tailscale.folder.ExportFolder;
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

  /// What a member's netmap is called in a folder that our own export wrote.
  private static final String NETMAP = "netmap.json";

  private ExportKinds() {}

  /// Opens an export of another kind than the API's.
  ///
  /// @return nothing where the place is a folder with answers of the API
  public static Optional<OpenedExport> open(Path place) throws SourceException {
    List<FoundFile> files = files(place);
    ExportKind kind = kind(place, files);
    List<Path> its = files.stream().filter(file -> file.is(kind)).map(FoundFile::path).toList();
    return switch (kind) {
      case API -> netmap(place, files);
      case TSCLI -> Optional.of(TscliFolder.read(place, tscli(place, files)));
      case TERRAFORM_STATE ->
          Optional.of(completed(place, files, TerraformState.read(only(place, kind, its))));
      case CONSOLE_CSV ->
          Optional.of(completed(place, files, MachinesTable.read(only(place, kind, its))));
      case MEMBER_STATUS ->
          Optional.of(completed(place, files, MemberStatus.read(only(place, kind, its))));
      case MEMBER_NETMAP ->
          Optional.of(completed(place, files, MemberNetmap.read(only(place, kind, its))));
    };
  }

  /// Answers of the API, of which a member's netmap beside them knows more.
  private static Optional<OpenedExport> netmap(Path place, List<FoundFile> files)
      throws SourceException {
    List<Path> netmaps =
        files.stream()
            .filter(file -> file.is(ExportKind.MEMBER_NETMAP))
            .map(FoundFile::path)
            .toList();
    if (netmaps.isEmpty()) {
      return Optional.empty();
    }
    Path netmap = only(place, ExportKind.MEMBER_NETMAP, netmaps);
    return Optional.of(new OpenedExport(ExportFolder.open(place).beside(netmap), List.of()));
  }

  /// An export with what lies beside it under the names of the API's answers.
  private static OpenedExport completed(Path place, List<FoundFile> files, OpenedExport opened) {
    return files.stream().anyMatch(file -> file.is(ExportKind.API))
        ? CompletedExport.of(opened, ExportFolder.parts(place))
        : opened;
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
    if (kinds.size() == 2 && kinds.contains(ExportKind.API)) {
      // The devices are whose the export is: a netmap adds to those of the API, and other answers
      // add to what an export of another kind tells.
      if (!holdsDevices(files)) {
        kinds.remove(ExportKind.API);
      } else {
        kinds.remove(ExportKind.MEMBER_NETMAP);
      }
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

  private static boolean holdsDevices(List<FoundFile> files) {
    return files.stream()
        .filter(file -> file.is(ExportKind.API))
        .map(file -> file.path().getFileName().toString())
        .anyMatch(name -> name.equals(Section.DEVICES.file()) || name.equals(HostedPlane.MANIFEST));
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

  private static FoundFile netmap(Path file) throws SourceException {
    FoundFile found = FoundFile.in(file);
    if (!found.is(ExportKind.MEMBER_NETMAP)) {
      throw new SourceException(
          file
              + " is no netmap, or was cut off; save it anew (`tailscale debug netmap` on a member)"
              + " or move it out of the folder.");
    }
    return found;
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
    List<FoundFile> files = new ArrayList<>();
    Path manifest = place.resolve(HostedPlane.MANIFEST);
    if (entries.contains(manifest)) {
      // The folder is the API's then, whatever else somebody put there.
      files.add(new FoundFile(manifest, Optional.of(ExportKind.API)));
      Path netmap = place.resolve(NETMAP);
      if (entries.contains(netmap)) {
        files.add(netmap(netmap));
      }
      return files;
    }
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
