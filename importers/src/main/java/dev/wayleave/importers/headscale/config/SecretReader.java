package dev.wayleave.importers.headscale.config;

import dev.wayleave.importers.headscale.config.NamedFiles.Absence;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import dev.wayleave.tailnet.model.SecretText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the keys, certificates and passwords that the configuration holds or names.
///
/// Nothing of a content is ever part of a message.
final class SecretReader {
  private static final String NOISE = "noise.private_key_path";
  private static final String PRE_NOISE = "private_key_path";
  private static final String DERP = "derp.server.private_key_path";
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)}|([A-Za-z_][A-Za-z0-9_]*))");

  private final Settings settings;
  private final NamedFiles files;
  private final Findings findings;
  private final Map<String, String> environment;
  private final List<Secret> secrets = new ArrayList<>();

  SecretReader(
      Settings settings, NamedFiles files, Findings findings, Map<String, String> environment) {
    this.settings = settings;
    this.files = files;
    this.findings = findings;
    this.environment = environment;
  }

  List<Secret> read() {
    noise();
    preNoise();
    derp();
    file("tls_cert_path", SecretRole.TLS_CERTIFICATE);
    file("tls_key_path", SecretRole.TLS_KEY);
    secrets.addAll(new AcmeCache(settings, files, findings).read());
    oidc();
    inConfiguration();
    return secrets;
  }

  private void noise() {
    if (settings.text(NOISE).isEmpty()) {
      findings.action(
          "NOISE_KEY_ABSENT",
          "setting " + NOISE,
          "The configuration names no Noise key, as before Headscale 0.17.",
          "Nothing if this Headscale is that old: the target makes a key; else name the key file.");
      return;
    }
    Absence restore =
        new Absence(
            Level.BLOCKER,
            "Restore it from a backup: with another key the clients do not find their server.");
    key(NOISE, SecretRole.NOISE_KEY, restore);
  }

  private void preNoise() {
    Setting setting = settings.find(PRE_NOISE);
    String path = settings.text(PRE_NOISE);
    if (setting == null || path.isEmpty()) {
      return;
    }
    Absence absence = new Absence(Level.INFO, "Nothing: the key is kept for completeness only.");
    FileContent.Found file =
        files.open(setting, path, code(SecretRole.PRE_NOISE_KEY), ConfigFiles.SMALL, absence);
    if (file != null) {
      add(SecretRole.PRE_NOISE_KEY, Secret.ONLY, file.text().strip());
    }
  }

  private void derp() {
    boolean enabled = settings.flag("derp.server.enabled", false);
    // Before 0.23 the embedded relay used the server's own key.
    String key = settings.isSet(DERP) || !enabled ? DERP : PRE_NOISE;
    String path = settings.text(key);
    if (path.isEmpty() || (!enabled && !exists(path))) {
      return;
    }
    Absence absence =
        new Absence(Level.ACTION, "Nothing: the relay gets a new key, which its map announces.");
    key(key, SecretRole.DERP_KEY, absence);
  }

  private boolean exists(String path) {
    return !(files.files().read(path, ConfigFiles.SMALL) instanceof FileContent.Missing);
  }

  private void key(String setting, SecretRole role, Absence absence) {
    Setting found = settings.find(setting);
    if (found == null) {
      return;
    }
    FileContent.Found file =
        files.open(found, settings.text(setting), code(role), ConfigFiles.SMALL, absence);
    if (file == null) {
      return;
    }
    try {
      add(role, Secret.ONLY, MachinePrivateKey.parse(file.text().strip()).reveal());
    } catch (IllegalArgumentException _) {
      findings.blocker(
          code(role) + "_MALFORMED",
          found.object(),
          "The file " + file.path() + " does not hold a key (privkey: and 64 hex digits).",
          "Restore it from a backup, or correct the path.");
    }
  }

  private void file(String setting, SecretRole role) {
    Setting found = settings.find(setting);
    String path = settings.text(setting);
    if (found == null || path.isEmpty()) {
      return;
    }
    Absence absence = new Absence(Level.ACTION, "Give the target a certificate of its own.");
    FileContent.Found file = files.open(found, path, code(role), ConfigFiles.LARGE, absence);
    if (file != null) {
      add(role, path.substring(path.lastIndexOf('/') + 1), file.text());
    }
  }

  private void oidc() {
    Setting setting = settings.find("oidc.client_secret_path");
    String path = expand(settings.text("oidc.client_secret_path"));
    String inline = settings.text("oidc.client_secret");
    if (!inline.isEmpty()) {
      add(SecretRole.OIDC_CLIENT_SECRET, Secret.ONLY, inline);
    }
    if (setting == null || path.isEmpty()) {
      return;
    }
    if (!inline.isEmpty()) {
      findings.action(
          "OIDC_SECRET_TWICE",
          setting.object(),
          "oidc.client_secret and oidc.client_secret_path are both set; the former is taken.",
          "Remove the one that does not hold.");
      return;
    }
    Absence absence = new Absence(Level.ACTION, "Give the target the client secret by hand.");
    FileContent.Found file =
        files.open(setting, path, code(SecretRole.OIDC_CLIENT_SECRET), ConfigFiles.SMALL, absence);
    if (file != null) {
      add(SecretRole.OIDC_CLIENT_SECRET, Secret.ONLY, file.text().strip());
    }
  }

  /// Replaces `$NAME` and `${NAME}`, which this one path may hold: systemd hands over credentials
  /// so. A variable that is not known is left, so that a finding shows it.
  private String expand(String path) {
    return VARIABLE
        .matcher(path)
        .replaceAll(name -> {
          String variable = name.group(1) == null ? name.group(2) : name.group(1);
          return Matcher.quoteReplacement(environment.getOrDefault(variable, name.group()));
        });
  }

  /// Passwords among the settings, those of unknown keys too.
  private void inConfiguration() {
    for (Setting setting : settings.all()) {
      String text = setting.value().print();
      boolean elsewhere = setting.key().equals("oidc.client_secret");
      if (!elsewhere && !text.isEmpty() && OtherSettings.isSecret(setting)) {
        add(SecretRole.SETTING, setting.key(), text);
      }
    }
  }

  private void add(SecretRole role, String name, String text) {
    secrets.add(new Secret(role, name, SecretText.of(text)));
  }

  private static String code(SecretRole role) {
    return role.label().replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
