package dev.wayleave.importers.headscale.config;

import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.ServerSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads a `config.yaml` of any Headscale from 0.2 to 0.30, and the files that it names.
///
/// A file that is no configuration is refused. What is wrong with single settings is a finding, so
/// that the rest can be looked at.
public final class HeadscaleConfigReader {
  private final Path path;
  private final Map<String, String> environment;

  /// @param environment the variables that override settings; empty for the file alone
  public HeadscaleConfigReader(Path path, Map<String, String> environment) {
    this.path = path;
    this.environment = Map.copyOf(environment);
  }

  public HeadscaleConfig read() throws SourceException {
    String file = path.toString();
    Findings findings = new Findings();
    SettingValue.Table document = YamlDocument.parse(file, text(file));
    Settings settings = SettingsCollector.collect(file, document, environment, findings);
    ConfigFiles configFiles = new ConfigFiles(path);
    NamedFiles files = new NamedFiles(configFiles, findings);
    DatabaseLocation database = new DatabaseFinder(file, settings, configFiles).find();
    Map<String, String> other = new OtherSettings(settings, file, findings).read();
    ServerSettings server = new ServerReader(settings, findings).read(other);
    List<Secret> secrets = new SecretReader(settings, files, findings, environment).read();
    return new HeadscaleConfig(
        server,
        new DnsReader(settings, files, findings).read(),
        new DerpReader(settings, files).read(),
        secrets,
        new PolicyReader(settings, files, findings).read(),
        database,
        findings.list());
  }

  private String text(String file) throws SourceException {
    return switch (ConfigFiles.read(path, ConfigFiles.LARGE)) {
      case FileContent.Found(_, String text) -> withoutTabs(file, text);
      case FileContent.Missing _ ->
          throw new SourceException(
              file + " does not exist: give the path of Headscale's config.yaml.");
      case FileContent.Unreadable(_, String why, String remedy) ->
          throw new SourceException(file + " " + why + ": " + inMidSentence(remedy));
    };
  }

  private static String inMidSentence(String sentence) {
    return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
  }

  /// JSON is YAML but for the tabs it may be indented with; inside its texts a tab cannot stand.
  private static String withoutTabs(String file, String text) {
    return file.toLowerCase(Locale.ROOT).endsWith(".json") ? text.replace('\t', ' ') : text;
  }
}
