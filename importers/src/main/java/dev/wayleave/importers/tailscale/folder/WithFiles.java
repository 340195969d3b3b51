package dev.wayleave.importers.tailscale.folder;

import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.HostedExport;
import dev.wayleave.importers.tailscale.NotRead;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.shape.ExportJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An export of which some sections stand in files elsewhere.
public record WithFiles(HostedExport export, Map<Section, Path> files) implements HostedExport {
  public WithFiles {
    files = Map.copyOf(files);
  }

  @Override
  public ExportKind kind() {
    return export.kind();
  }

  @Override
  public String place() {
    return export.place();
  }

  @Override
  public Optional<InputStream> open(Section section) throws IOException {
    Path file = files.get(section);
    return file == null
        ? export.open(section)
        : Optional.of(ExportJson.withoutMark(Files.newInputStream(file)));
  }

  @Override
  public Optional<InputStream> open(Section section, String nodeId) throws IOException {
    return export.open(section, nodeId);
  }

  @Override
  public Optional<Path> netmap() {
    return export.netmap();
  }

  @Override
  public Run run() {
    return export.run();
  }

  @Override
  public Set<String> tailnetNames() {
    return export.tailnetNames();
  }

  @Override
  public List<NotRead> notRead() {
    return export.notRead().stream()
        .filter(missing -> !files.containsKey(missing.section()))
        .toList();
  }
}
