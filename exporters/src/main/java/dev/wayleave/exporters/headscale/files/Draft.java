package dev.wayleave.exporters.headscale.files;

import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.SecretText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A server's directory while it is put together.
final class Draft {
  /// Names that belong to the configuration itself and to the database.
  private static final Set<String> RESERVED =
      Set.of("config.yaml", "db.sqlite", "db.sqlite-wal", "db.sqlite-shm", "db.sqlite-journal");

  private final SchemaRelease release;
  private final Map<String, String> source;
  private final Map<String, ConfigValue> values = new TreeMap<>();
  private final Map<String, String> moved = new LinkedHashMap<>();
  private final List<ServerFile> files = new ArrayList<>();
  private final Set<String> taken = new HashSet<>(RESERVED);
  private final List<Finding> findings = new ArrayList<>();

  /// @param source the settings that the inventory keeps by their keys
  Draft(SchemaRelease release, Map<String, String> source) {
    this.release = release;
    this.source = Map.copyOf(source);
  }

  SchemaRelease release() {
    return release;
  }

  boolean reads(String key) {
    return ConfigKeys.find(key, release).isPresent();
  }

  /// What the source says, as it wrote it; null where it says nothing.
  @Nullable String source(String key) {
    return source.get(key);
  }

  Map<String, String> source() {
    return source;
  }

  /// Sets a key that the release reads, and passes over one that it does not.
  void set(String key, ConfigValue value) {
    if (reads(key)) {
      values.put(key, value);
    }
  }

  void set(String key, String value) {
    set(key, ConfigValue.of(value));
  }

  void set(String key, boolean value) {
    set(key, ConfigValue.of(value));
  }

  /// Sets a key only where the source had it or its default would say something else.
  void set(String key, String value, String byDefault) {
    if (source.containsKey(key) || !value.equals(byDefault)) {
      set(key, value);
    }
  }

  void remove(String key) {
    values.remove(key);
  }

  Map<String, ConfigValue> values() {
    return values;
  }

  /// Adds a file that a key names, at the source's own path where that lies in the directory.
  ///
  /// @param usual its name elsewhere
  void file(String key, String usual, SecretText content, boolean secret) {
    set(key, file(key, source.get(key), usual, content, secret));
  }

  /// Adds a file and gives the path that the configuration is to name.
  String file(
      String key, @Nullable String wanted, String usual, SecretText content, boolean secret) {
    String path = path(key, wanted, usual);
    files.add(new ServerFile(LocalPath.plain(path), content, secret));
    return path;
  }

  /// A path in the directory that nothing else has.
  String path(String key, @Nullable String wanted, String usual) {
    String path = wanted != null && LocalPath.isLocal(wanted) ? wanted : "./" + usual;
    if (!taken.add(LocalPath.plain(path))) {
      path = "./" + usual;
      for (int i = 2; !taken.add(LocalPath.plain(path)); i++) {
        path = "./" + i + "-" + usual;
      }
    }
    if (wanted != null && !wanted.isEmpty() && !wanted.equals(path)) {
      moved.put(wanted, path + " (" + key + ")");
    }
    return path;
  }

  List<ServerFile> files() {
    return files;
  }

  /// The paths that changed, by what they were.
  Map<String, String> moved() {
    return moved;
  }

  void add(Finding finding) {
    findings.add(finding);
  }

  void blocker(String code, String key, String what, String remedy) {
    add(Finding.blocker(code, "setting " + key, what, remedy));
  }

  void lossy(String code, String key, String what, String remedy) {
    add(Finding.lossy(code, "setting " + key, what, remedy));
  }

  void action(String code, String key, String what, String remedy) {
    add(Finding.action(code, "setting " + key, what, remedy));
  }

  void info(String code, String key, String what, String remedy) {
    add(Finding.info(code, "setting " + key, what, remedy));
  }

  List<Finding> findings() {
    return findings;
  }
}
