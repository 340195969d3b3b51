package dev.wayleave.importers.headscale.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.tailnet.inventory.SourceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Writes a policy in YAML, which Headscale read until 0.22, as JSON with one member a line.
public final class YamlPolicy {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String file;
  private int left = YamlDocument.MAX_VALUES;

  private YamlPolicy(String file) {
    this.file = file;
  }

  /// Writes a policy in YAML as JSON.
  ///
  /// @param file how messages name the text
  public static String toJson(String file, String text) throws SourceException {
    Object value = new YamlPolicy(file).value(YamlDocument.compose(file, text), 0);
    try {
      return JSON.writerWithDefaultPrettyPrinter()
              .writeValueAsString(value == null ? Map.of() : value)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts, lists and maps are JSON", e);
    }
  }

  private @Nullable Object value(@Nullable Node node, int depth) throws SourceException {
    if (left-- == 0 || depth > YamlDocument.MAX_DEPTH) {
      throw new SourceException(
          file + " repeats or nests too much for a policy: check that it is the right file.");
    }
    return switch (node) {
      case null -> null;
      case MappingNode mapping -> map(mapping, depth);
      case SequenceNode sequence -> list(sequence, depth);
      case ScalarNode scalar -> scalar.getTag().equals(Tag.NULL) ? null : scalar.getValue();
      default -> throw new SourceException(file + " holds a value that is no policy's.");
    };
  }

  private Map<String, @Nullable Object> map(MappingNode mapping, int depth) throws SourceException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw new SourceException(file + " has a key that is not a text: correct it.");
      }
      members.put(key.getValue(), value(entry.getValueNode(), depth + 1));
    }
    return members;
  }

  private List<@Nullable Object> list(SequenceNode sequence, int depth) throws SourceException {
    List<@Nullable Object> elements = new ArrayList<>();
    for (Node element : sequence.getValue()) {
      elements.add(value(element, depth + 1));
    }
    return elements;
  }
}
