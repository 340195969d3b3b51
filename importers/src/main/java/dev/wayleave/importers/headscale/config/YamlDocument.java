package dev.wayleave.importers.headscale.config;

import dev.wayleave.tailnet.inventory.SourceException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Turns YAML text into setting values; objects are never constructed from tags.
///
/// A file may be hostile: its length, depth, aliases and, since an alias may repeat a list of
/// aliases, the values that come of it are all bounded.
final class YamlDocument {
  private static final int MAX_CHARACTERS = 1 << 20;
  static final int MAX_DEPTH = 32;
  private static final int MAX_ALIASES = 50;
  static final int MAX_VALUES = 50_000;
  private static final String MERGE = "<<";

  private final String file;
  private int values;

  private YamlDocument(String file) {
    this.file = file;
  }

  /// Reads a document whose top is a map.
  ///
  /// @param file how messages name the text
  static SettingValue.Table parse(String file, String text) throws SourceException {
    @Nullable Node root = compose(file, text);
    if (!(root instanceof MappingNode mapping)) {
      throw new SourceException(
          file + " holds no settings: give the path of Headscale's config.yaml.");
    }
    return new YamlDocument(file).table(mapping, 1);
  }

  static @Nullable Node compose(String file, String text) throws SourceException {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(MAX_CHARACTERS);
    limits.setNestingDepthLimit(MAX_DEPTH);
    limits.setMaxAliasesForCollections(MAX_ALIASES);
    try {
      return new Yaml(limits).compose(new StringReader(text));
    } catch (MarkedYAMLException malformed) {
      // The exception's own text quotes the line, which may hold a password; it is not the cause.
      throw malformed(file, malformed.getProblemMark(), malformed.getProblem());
    } catch (YAMLException limit) {
      throw new SourceException(
          file
              + " is not YAML that Headscale could read (too long, too deep, too many aliases,"
              + " or a character that YAML forbids): check that it is the right file.");
    }
  }

  private SettingValue value(Node node, int depth) throws SourceException {
    values++;
    if (depth > MAX_DEPTH || values > MAX_VALUES) {
      throw malformed(file, node.getStartMark(), "aliases repeat too much");
    }
    return switch (node) {
      case MappingNode mapping -> table(mapping, depth);
      case SequenceNode sequence -> items(sequence, depth);
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) ->
          new SettingValue.Nothing(line(node));
      case ScalarNode scalar -> new SettingValue.Text(scalar.getValue(), line(node));
      default -> throw malformed(file, node.getStartMark(), "this is not a value");
    };
  }

  private SettingValue.Items items(SequenceNode sequence, int depth) throws SourceException {
    List<SettingValue> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(value(item, depth + 1));
    }
    return new SettingValue.Items(items, line(sequence));
  }

  private SettingValue.Table table(MappingNode mapping, int depth) throws SourceException {
    Map<String, SettingValue> own = new LinkedHashMap<>();
    Map<String, SettingValue> merged = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw malformed(file, entry.getKeyNode().getStartMark(), "a key is not a text");
      }
      SettingValue value = value(entry.getValueNode(), depth + 1);
      if (key.isPlain() && key.getValue().equals(MERGE)) {
        merge(value, merged);
      } else if (own.put(key.getValue().toLowerCase(Locale.ROOT), value) != null) {
        throw malformed(file, key.getStartMark(), "the key " + key.getValue() + " stands twice");
      }
    }
    merged.forEach(own::putIfAbsent);
    return new SettingValue.Table(own, line(mapping));
  }

  /// Takes over what `<<` names: a map, or a list of maps of which earlier ones win.
  private static void merge(SettingValue value, Map<String, SettingValue> into) {
    switch (value) {
      case SettingValue.Table(Map<String, SettingValue> entries, _) ->
          entries.forEach(into::putIfAbsent);
      case SettingValue.Items(List<SettingValue> items, _) ->
          items.forEach(item -> merge(item, into));
      case SettingValue.Text _, SettingValue.Nothing _ -> {}
    }
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private static SourceException malformed(
      String file, @Nullable Mark mark, @Nullable String problem) {
    String where = mark == null ? file : file + ", line " + (mark.getLine() + 1);
    return new SourceException(
        where
            + ": "
            + (problem == null ? "this is not YAML" : problem)
            + ": correct the line or give another file.");
  }
}
