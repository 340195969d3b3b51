package dev.wayleave.importers.headscale.config;

import dev.wayleave.importers.headscale.config.NamedFiles.Absence;
import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import dev.wayleave.tailnet.model.SecretText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The directory where Headscale keeps its ACME account key and the certificates it was given.
///
/// It is looked at only where certificates are asked for by ACME: the default directory,
/// `/var/www/.cache`, belongs to others too.
final class AcmeCache {
  private static final String DIRECTORY = "tls_letsencrypt_cache_dir";
  private static final String DEFAULT_DIRECTORY = "/var/www/.cache";
  private static final String HOST = "tls_letsencrypt_hostname";
  private static final String CHALLENGE = "+http-01";

  private final Settings settings;
  private final NamedFiles files;
  private final Findings findings;

  AcmeCache(Settings settings, NamedFiles files, Findings findings) {
    this.settings = settings;
    this.files = files;
    this.findings = findings;
  }

  List<Secret> read() {
    Setting host = settings.find(HOST);
    if (host == null || settings.text(HOST).isEmpty()) {
      return List.of();
    }
    Setting named = Objects.requireNonNullElse(settings.find(DIRECTORY), host);
    String directory = settings.text(DIRECTORY, DEFAULT_DIRECTORY);
    Absence absence =
        new Absence(Level.INFO, "Nothing: the target asks for an account and a certificate anew.");
    List<Secret> secrets = new ArrayList<>();
    for (FileContent content : files.files().readAll(directory, ConfigFiles.SMALL)) {
      // Answers to challenges are good for minutes and prove nothing afterwards.
      if (content.path().endsWith(CHALLENGE)) {
        continue;
      }
      FileContent.Found file = files.accept(named, content, "ACME_CACHE", absence);
      if (file != null) {
        secrets.add(secret(file));
      }
    }
    boolean account = secrets.stream().anyMatch(one -> one.role() == SecretRole.ACME_ACCOUNT);
    if (!secrets.isEmpty() && !account) {
      findings.info(
          "ACME_ACCOUNT_ABSENT",
          named.object(),
          "The directory " + directory + " holds certificates and no ACME account key.",
          "Nothing: the target asks for an account anew.");
    }
    return secrets;
  }

  private static Secret secret(FileContent.Found file) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    // `acme_account+key`, and `acme_account.key` in older releases.
    SecretRole role =
        name.startsWith("acme_account") ? SecretRole.ACME_ACCOUNT : SecretRole.ACME_CERTIFICATE;
    return new Secret(role, name, SecretText.of(file.text()));
  }
}
