package dev.wayleave.importers.tailscale.shape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.HostedExport;
import dev.wayleave.importers.tailscale.NotRead;
import dev.wayleave.importers.tailscale.Section;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An export whose bodies were put together, or that lie in files of any name.
public final class ShapedExport implements HostedExport {
  private final ExportKind kind;
  private final String place;
  private final Map<Section, Body> bodies = new EnumMap<>(Section.class);
  private final Map<Section, Map<String, Body>> perDevice = new EnumMap<>(Section.class);

  private ShapedExport(Builder builder) {
    this.kind = builder.kind;
    this.place = builder.place;
    bodies.putAll(builder.bodies);
    builder.perDevice.forEach((section, of) -> perDevice.put(section, Map.copyOf(of)));
  }

  public static Builder of(ExportKind kind, Path place) {
    return new Builder(kind, place.toString());
  }

  @Override
  public ExportKind kind() {
    return kind;
  }

  @Override
  public String place() {
    return place;
  }

  @Override
  public Optional<InputStream> open(Section section) throws IOException {
    return opened(bodies.get(section));
  }

  @Override
  public Optional<InputStream> open(Section section, String nodeId) throws IOException {
    return opened(perDevice.getOrDefault(section, Map.of()).get(nodeId));
  }

  private static Optional<InputStream> opened(@Nullable Body body) throws IOException {
    return body == null ? Optional.empty() : Optional.of(body.open());
  }

  /// Every section that this export says nothing of; nobody was asked.
  @Override
  public List<NotRead> notRead() {
    return Stream.of(Section.values())
        .filter(section -> !bodies.containsKey(section) && !perDevice.containsKey(section))
        .map(section -> new NotRead(section, "", 0, kind.label() + " does not tell it"))
        .toList();
  }

  /// Something that can be read more than once.
  private interface Body {
    InputStream open() throws IOException;
  }

  /// Collects bodies; a section given twice is its last one.
  public static final class Builder {
    private final ExportKind kind;
    private final String place;
    private final Map<Section, Body> bodies = new EnumMap<>(Section.class);
    private final Map<Section, Map<String, Body>> perDevice = new EnumMap<>(Section.class);

    private Builder(ExportKind kind, String place) {
      this.kind = kind;
      this.place = place;
    }

    public Builder put(Section section, byte[] body) {
      byte[] own = body.clone();
      bodies.put(section, () -> new ByteArrayInputStream(own));
      return this;
    }

    public Builder put(Section section, String body) {
      return put(section, body.getBytes(StandardCharsets.UTF_8));
    }

    public Builder put(Section section, JsonNode body) {
      return put(section, ExportJson.bytes(body));
    }

    /// A list with at least one element; nothing is known where there is none.
    public Builder put(Section section, ListBody list) {
      return list.isEmpty() ? this : put(section, list.bytes());
    }

    public Builder put(Section section, Path file) {
      bodies.put(section, () -> ExportJson.open(file));
      return this;
    }

    public Builder put(Section section, String nodeId, Path file) {
      perDevice
          .computeIfAbsent(section, _ -> new HashMap<>())
          .put(nodeId, () -> ExportJson.open(file));
      return this;
    }

    public boolean has(Section section) {
      return bodies.containsKey(section) || perDevice.containsKey(section);
    }

    public ShapedExport build() {
      return new ShapedExport(this);
    }
  }
}
