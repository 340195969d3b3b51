package dev.wayleave.importers.tailscale.folder;

import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.HostedExport;
import dev.wayleave.importers.tailscale.HostedIds;
import dev.wayleave.importers.tailscale.HostedPlane;
import dev.wayleave.importers.tailscale.NotRead;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.json.HostedFields;
import dev.wayleave.importers.tailscale.json.HostedItems;
import dev.wayleave.importers.tailscale.shape.ExportJson;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A folder with answers of the API; any file may be missing.
public final class ExportFolder implements HostedExport {
  /// In a manifest, the tailnet that the credential belonged to.
  private static final String NO_NAME = "-";

  private final Path folder;
  private final Optional<HostedFields> manifest;
  private final @Nullable Path netmap;

  private ExportFolder(Path folder, Optional<HostedFields> manifest, @Nullable Path netmap) {
    this.folder = folder;
    this.manifest = manifest;
    this.netmap = netmap;
  }

  /// Opens a folder of which the parts that lie there are wanted, none of which need be.
  public static ExportFolder parts(Path folder) {
    return new ExportFolder(folder, Optional.empty(), null);
  }

  public static ExportFolder open(Path folder) throws SourceException {
    if (!Files.isDirectory(folder)) {
      throw new SourceException(
          "There is no folder " + folder + "; name the folder that the export was written to.");
    }
    // A run that was refused everything leaves its manifest alone, which says so.
    ExportFolder found = new ExportFolder(folder, manifest(folder), null);
    if (found.manifest.isEmpty() && found.sections().isEmpty()) {
      throw new SourceException(
          folder
              + " holds no file of an export (devices.json, users.json, acl.hujson, …); name the"
              + " folder that holds them.");
    }
    return found;
  }

  /// The same with a member's netmap beside it.
  public ExportFolder beside(Path other) {
    return new ExportFolder(folder, manifest, other);
  }

  private static Optional<HostedFields> manifest(Path folder) throws SourceException {
    Path manifest = folder.resolve(HostedPlane.MANIFEST);
    if (!Files.isRegularFile(manifest)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(manifest)) {
      return Optional.of(new HostedItems(HostedPlane.MANIFEST, "").object(in));
    } catch (IOException e) {
      throw new SourceException(
          manifest + " cannot be read (" + e.getMessage() + "); check its permissions.", e);
    }
  }

  private static Set<String> names(HostedFields manifest) {
    return Stream.of(manifest.text("tailnet"), manifest.text("tailnetId"))
        .filter(name -> !name.isEmpty() && !name.equals(NO_NAME))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Run run(HostedFields manifest) {
    if (!manifest.texts("refreshing").isEmpty()) {
      return Run.REFRESH_BROKEN_OFF;
    }
    if (!manifest.text("endedAt").isEmpty()) {
      return Run.ENDED;
    }
    return manifest.has("endedAt") ? Run.BROKEN_OFF : Run.BY_HAND;
  }

  private static List<NotRead> notRead(HostedFields manifest) {
    List<NotRead> found = new ArrayList<>();
    for (HostedFields entry : manifest.objects("notRead")) {
      section(entry.text("section"))
          .ifPresent(section ->
              found.add(
                  new NotRead(
                      section,
                      entry.text("object"),
                      entry.number("status").orElse(0L).intValue(),
                      entry.text("message"))));
    }
    return List.copyOf(found);
  }

  private static Optional<Section> section(String name) {
    return Stream.of(Section.values()).filter(section -> section.name().equals(name)).findFirst();
  }

  @Override
  public ExportKind kind() {
    return ExportKind.API;
  }

  @Override
  public String place() {
    return folder.toString();
  }

  @Override
  public Optional<InputStream> open(Section section) throws IOException {
    return section.perDevice() ? Optional.empty() : file(folder.resolve(section.file()));
  }

  /// A `nodeId` comes out of a file that anybody may have written: one that is no plain name names
  /// no file.
  @Override
  public Optional<InputStream> open(Section section, String nodeId) throws IOException {
    return HostedIds.isName(nodeId)
        ? file(folder.resolve(section.file()).resolve(nodeId + ".json"))
        : Optional.empty();
  }

  private static Optional<InputStream> file(Path file) throws IOException {
    return Files.isRegularFile(file)
        ? Optional.of(ExportJson.withoutMark(Files.newInputStream(file)))
        : Optional.empty();
  }

  /// The sections of which something lies there.
  public Set<Section> sections() {
    return Stream.of(Section.values())
        .filter(this::lies)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Section.class)));
  }

  /// A folder for devices that holds no file of one tells nothing.
  private boolean lies(Section section) {
    Path place = folder.resolve(section.file());
    if (!section.perDevice()) {
      return Files.exists(place);
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.anyMatch(Files::isRegularFile);
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public Optional<Path> netmap() {
    return Optional.ofNullable(netmap);
  }

  @Override
  public Run run() {
    return manifest.map(ExportFolder::run).orElse(Run.BY_HAND);
  }

  @Override
  public Set<String> tailnetNames() {
    return manifest.map(ExportFolder::names).orElse(Set.of());
  }

  @Override
  public List<NotRead> notRead() {
    return manifest.map(ExportFolder::notRead).orElse(List.of());
  }
}
