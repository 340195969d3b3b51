package dev.wayleave.importers.tailscale.tscli;

import static dev.wayleave.importers.tailscale.shape.ExportJson.copy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.shape.ExportJson;
import dev.wayleave.importers.tailscale.shape.Governance;
import dev.wayleave.importers.tailscale.shape.JsonOutline;
import dev.wayleave.importers.tailscale.shape.OpenedExport;
import dev.wayleave.importers.tailscale.shape.ShapedExport;
import dev.wayleave.importers.tailscale.tscli.Output.Dns;
import dev.wayleave.importers.tailscale.tscli.Output.OfDevice;
import dev.wayleave.importers.tailscale.tscli.Output.Passed;
import dev.wayleave.importers.tailscale.tscli.Output.Whole;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds out which file of a folder is the output of which command.
public final class TscliFolder {
  private static final Map<String, Section> FIXED_NAMES =
      Stream.of(Section.values()).collect(Collectors.toMap(Section::file, section -> section));

  private static final String JSON = ".json";

  private final Path place;
  private final ShapedExport.Builder export;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Section, Path> sections = new EnumMap<>(Section.class);
  private final Map<Output.DnsPart, Path> dnsParts = new EnumMap<>(Output.DnsPart.class);

  private TscliFolder(Path place) {
    this.place = place;
    this.export = ShapedExport.of(ExportKind.TSCLI, place);
  }

  /// Whether a file is the output of a command that is known.
  public static boolean knows(JsonOutline outline, String fileName) {
    return OutputShapes.of(outline, fileName).isPresent();
  }

  /// Reads the outputs that lie together.
  ///
  /// @param place the folder, or the only file, for sentences
  /// @param files the JSON files there, sorted
  public static OpenedExport read(Path place, List<Path> files) throws SourceException {
    return new TscliFolder(place).export(files);
  }

  private OpenedExport export(List<Path> files) throws SourceException {
    for (Path file : files) {
      try {
        Section fixed = FIXED_NAMES.get(file.getFileName().toString());
        if (fixed != null) {
          named(fixed, file);
          continue;
        }
        take(file, OutputShapes.of(JsonOutline.of(file), file.getFileName().toString()));
      } catch (IOException e) {
        throw ExportJson.trouble(file, e);
      }
    }
    sections.forEach(export::put);
    if (!dnsParts.isEmpty() && !sections.containsKey(Section.DNS)) {
      export.put(Section.DNS, dns());
    }
    ShapedExport built = export.build();
    findings.addAll(TscliFindings.of(place, built));
    return Governance.with(built, findings);
  }

  /// A file or folder under the name that it has in an export of the API.
  private void named(Section section, Path file) throws IOException, SourceException {
    if (!section.perDevice()) {
      once(sections.put(section, file), file, section.file());
    } else if (Files.isDirectory(file)) {
      try (Stream<Path> devices = Files.list(file)) {
        for (Path device : devices.sorted().toList()) {
          String name = device.getFileName().toString();
          if (name.endsWith(JSON)) {
            export.put(section, name.substring(0, name.length() - JSON.length()), device);
          }
        }
      }
    }
  }

  private void take(Path file, Optional<Output> output) throws SourceException {
    if (output.isEmpty()) {
      throw new SourceException(
          file
              + " does not tell which tscli command wrote it; name it after what it holds"
              + " (devices.json, users.json, keys.json, …) or move it out of the folder.");
    }
    switch (output.get()) {
      case Whole whole -> once(sections.put(whole.section(), file), file, whole.section().file());
      case Dns dns -> once(dnsParts.put(dns.part(), file), file, "DNS " + dns.part());
      case OfDevice of -> findings.add(TscliFindings.ofOneDevice(file, of.section()));
      case Passed passed -> findings.add(TscliFindings.passed(file, passed.what()));
    }
  }

  private static void once(@Nullable Path former, Path file, String what) throws SourceException {
    if (former != null) {
      throw new SourceException(
          former + " and " + file + " both hold " + what + "; leave only one in the folder.");
    }
  }

  private ObjectNode dns() throws SourceException {
    ObjectNode body = ExportJson.object();
    for (var part : dnsParts.entrySet()) {
      JsonNode said = tree(part.getValue());
      switch (part.getKey()) {
        case NAMESERVERS -> body.set("nameservers", servers(said.path("dns")));
        case PREFERENCES ->
            copy(said, body.withObjectProperty("preferences"), "magicDNS", "magicDNS");
        case SEARCH_PATHS -> copy(said, body, "searchPaths", "searchPaths");
        case SPLIT -> {
          ObjectNode split = body.putObject("splitDNS");
          for (var domain : said.properties()) {
            split.set(domain.getKey(), servers(domain.getValue()));
          }
        }
      }
    }
    findings.add(TscliFindings.dnsInParts(place));
    return body;
  }

  private static ArrayNode servers(JsonNode addresses) {
    ArrayNode servers = ExportJson.MAPPER.createArrayNode();
    for (JsonNode address : ExportJson.each(addresses)) {
      servers.addObject().set("address", address);
    }
    return servers;
  }

  private static JsonNode tree(Path file) throws SourceException {
    try (InputStream in = ExportJson.open(file)) {
      return ExportJson.MAPPER.readTree(in);
    } catch (IOException e) {
      throw ExportJson.trouble(file, e);
    }
  }
}
