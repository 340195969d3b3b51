package dev.wayleave.importers.headscale.config;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A folder with a configuration that says the least a Headscale needs, and what a test adds to it.
final class ConfigFolder {
  static final String KEY = "privkey:" + "0f".repeat(32);

  private static final String LEAST =
      """
      server_url: https://vpn.example.com
      noise: {private_key_path: noise.key}
      policy: {mode: database}
      database: {type: sqlite, sqlite: {path: db.sqlite}}
      """;

  private final Path folder;

  ConfigFolder(Path folder) throws IOException {
    this.folder = folder;
    file("noise.key", KEY);
  }

  ConfigFolder file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /// Reads the least configuration with lines added.
  HeadscaleConfig with(String lines) throws IOException, SourceException {
    return only(LEAST + lines);
  }

  /// Reads a configuration that holds just these lines.
  HeadscaleConfig only(String lines) throws IOException, SourceException {
    return only(lines, Map.of());
  }

  HeadscaleConfig only(String lines, Map<String, String> environment)
      throws IOException, SourceException {
    file("config.yaml", lines);
    return new HeadscaleConfigReader(path("config.yaml"), environment).read();
  }

  HeadscaleConfig withVariables(String lines, Map<String, String> environment)
      throws IOException, SourceException {
    return only(LEAST + lines, environment);
  }

  static List<String> codes(HeadscaleConfig config) {
    return config.findings().stream().map(Finding::code).toList();
  }

  static Finding finding(HeadscaleConfig config, String code) {
    return config.findings().stream()
        .filter(finding -> finding.code().equals(code))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + code + " among " + config.findings()));
  }
}
