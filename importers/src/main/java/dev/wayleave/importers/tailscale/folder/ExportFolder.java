package dev.wayleave.importers.tailscale.folder;

import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.HostedExport;
import dev.wayleave.importers.tailscale.NotRead;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.json.HostedFields;
import dev.wayleave.importers.tailscale.json.HostedItems;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A folder with answers of the API; any file may be missing.
public final class ExportFolder implements HostedExport {
  /// What the export itself says of how it went; not there where a person put the files together.
  public static final String MANIFEST = "export.json";

  /// In a manifest, the tailnet that the credential belonged to.
  private static final String NO_NAME = "-";

  private final Path folder;
  private final List<NotRead> notRead;
  private final Set<String> tailnetNames;

  private ExportFolder(Path folder, Optional<HostedFields> manifest) {
    this.folder = folder;
    this.notRead = manifest.map(ExportFolder::notRead).orElse(List.of());
    this.tailnetNames = manifest.map(ExportFolder::names).orElse(Set.of());
  }

  public static ExportFolder open(Path folder) throws SourceException {
    if (!Files.isDirectory(folder)) {
      throw new SourceException(
          "There is no folder " + folder + "; name the folder that the export was written to.");
    }
    boolean any =
        Stream.of(Section.values())
            .anyMatch(section -> Files.exists(folder.resolve(section.file())));
    if (!any) {
      throw new SourceException(
          folder
              + " holds no file of an export (devices.json, users.json, acl.hujson, …); name the"
              + " folder that holds them.");
    }
    return new ExportFolder(folder, manifest(folder));
  }

  private static Optional<HostedFields> manifest(Path folder) throws SourceException {
    Path manifest = folder.resolve(MANIFEST);
    if (!Files.isRegularFile(manifest)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(manifest)) {
      return Optional.of(new HostedItems(MANIFEST, "").object(in));
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
    return found;
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
    boolean plain =
        nodeId.length() <= 100
            && nodeId.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c));
    return plain
        ? file(folder.resolve(section.file()).resolve(nodeId + ".json"))
        : Optional.empty();
  }

  private static Optional<InputStream> file(Path file) throws IOException {
    return Files.isRegularFile(file) ? Optional.of(Files.newInputStream(file)) : Optional.empty();
  }

  @Override
  public Set<String> tailnetNames() {
    return tailnetNames;
  }

  @Override
  public List<NotRead> notRead() {
    return notRead;
  }
}
