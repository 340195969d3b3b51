package dev.wayleave.exporters.headscale.files;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import java.util.List;
import java.util.stream.Stream;

/// Keys, certificates and passwords as the files that the configuration names.
final class SecretFiles {
  private static final String CACHE = "tls_letsencrypt_cache_dir";
  private static final String CERTIFICATE = "tls_cert_path";
  private static final String ACME_HOST = "tls_letsencrypt_hostname";

  private final Draft draft;
  private final List<Secret> secrets;

  SecretFiles(Draft draft, List<Secret> secrets) {
    this.draft = draft;
    this.secrets = secrets;
  }

  /// @param oidc whether users log in with a provider
  void write(boolean oidc) {
    // Headscale makes a key where the file is missing, so the path is there in any case.
    draft.set("noise.private_key_path", "./noise_private.key");
    noise();
    single(SecretRole.DERP_KEY, "derp.server.private_key_path", "derp_server_private.key");
    single(SecretRole.OIDC_CLIENT_SECRET, "oidc.client_secret_path", "oidc_client_secret");
    single(SecretRole.TLS_CERTIFICATE, CERTIFICATE, "");
    single(SecretRole.TLS_KEY, "tls_key_path", "");
    acme();
    absent(oidc);
    rest();
  }

  private List<Secret> of(SecretRole role) {
    return secrets.stream().filter(secret -> secret.role() == role).toList();
  }

  /// After a rotation there are several, of which the current one has no name of its own.
  private void noise() {
    List<Secret> keys = of(SecretRole.NOISE_KEY);
    Secret current =
        keys.stream()
            .filter(secret -> secret.name().equals(Secret.ONLY))
            .findFirst()
            .or(() -> keys.stream().findFirst())
            .orElse(null);
    for (Secret secret : keys) {
      if (!secret.equals(current)) {
        draft.add(
            Finding.lossy(
                "NOISE_KEY_FORMER",
                object(secret),
                "Headscale has one Noise key; this one was replaced, and devices that have not"
                    + " learned the current one since do not reach it with this one.",
                "Retire it when all devices have come back (wayleave noise-keys), or accept that it"
                    + " is not carried: a device learns the current key when it starts again."));
      } else if (isKnown(secret)) {
        draft.file("noise.private_key_path", "noise_private.key", secret.value(), true);
      }
    }
  }

  /// @param usual the file's name where the secret has none of its own
  private void single(SecretRole role, String key, String usual) {
    boolean first = true;
    for (Secret secret : of(role)) {
      if (!first) {
        draft.add(
            Finding.lossy(
                "SECRET_SECOND",
                object(secret),
                "Headscale takes one " + role.label() + ", and there is another before this one.",
                "Accept that it is not carried, or remove the one that does not hold."));
      } else if (isKnown(secret)) {
        String name =
            usual.isEmpty() ? LocalPath.name(secret.name(), role.label() + ".pem") : usual;
        draft.file(key, name, secret.value(), true);
      }
      first = false;
    }
  }

  private static String object(Secret secret) {
    String name = secret.name().equals(Secret.ONLY) ? "" : " (" + secret.name() + ")";
    return "secret " + secret.role().label() + name;
  }

  private boolean isKnown(Secret secret) {
    if (secret.value().isWithheld()) {
      draft.add(
          Finding.blocker(
              "SECRET_WITHHELD",
              object(secret),
              "The source shows only its fingerprint "
                  + secret.value().fingerprint()
                  + ", and Headscale needs the secret itself.",
              "Read the source with the right to see secrets."));
    }
    return !secret.value().isWithheld();
  }

  private void acme() {
    List<Secret> cached =
        Stream.concat(
                of(SecretRole.ACME_ACCOUNT).stream(), of(SecretRole.ACME_CERTIFICATE).stream())
            .toList();
    if (cached.isEmpty()) {
      return;
    }
    String folder = draft.path(CACHE, draft.source(CACHE), "acme-cache");
    draft.set(CACHE, folder);
    for (Secret secret : cached) {
      String name = LocalPath.name(secret.name(), "");
      if (name.isEmpty() || !name.equals(secret.name())) {
        draft.add(
            Finding.lossy(
                "ACME_FILE_NAME",
                object(secret),
                "Its name is none that a file can have.",
                "Accept that it is not carried: Headscale asks for a certificate anew."));
      } else if (isKnown(secret)) {
        draft
            .files()
            .add(new ServerFile(LocalPath.plain(folder) + "/" + name, secret.value(), true));
      }
    }
  }

  private void absent(boolean oidc) {
    if (of(SecretRole.NOISE_KEY).isEmpty()) {
      draft.action(
          "NOISE_KEY_ABSENT",
          "noise.private_key_path",
          "There is no Noise key to carry, and Headscale makes one of its own.",
          "Nothing if no client has ever connected; else put the server's key into that file.");
    }
    if (oidc && of(SecretRole.OIDC_CLIENT_SECRET).isEmpty()) {
      draft.action(
          "OIDC_SECRET_ABSENT",
          "oidc.client_secret_path",
          "There is no client secret to carry.",
          "Write it into a file and name that in oidc.client_secret_path, unless the provider asks"
              + " for none.");
    }
    tls();
  }

  private boolean says(String key) {
    String value = draft.source(key);
    return value != null && !value.isEmpty();
  }

  private void tls() {
    boolean certificate = !of(SecretRole.TLS_CERTIFICATE).isEmpty();
    if (certificate && says(ACME_HOST) && !says(CERTIFICATE)) {
      draft.remove(ACME_HOST);
      draft.action(
          "TLS_TWICE",
          ACME_HOST,
          "There are both a certificate and a name to ask one for, and Headscale takes one of them;"
              + " the certificate is written.",
          "Set tls_letsencrypt_hostname and remove the two paths if the other is wanted.");
    }
    if (!certificate && !says(CERTIFICATE) && !says(ACME_HOST)) {
      draft.info(
          "TLS_NOT_SET",
          CERTIFICATE,
          "Neither a certificate nor a name to ask one for is set, so that the server listens"
              + " without TLS.",
          "Nothing if a proxy ends TLS; else set tls_cert_path and tls_key_path.");
    }
  }

  private void rest() {
    for (Secret secret : secrets) {
      switch (secret.role()) {
        case PRE_NOISE_KEY ->
            draft.add(
                Finding.info(
                    "PRE_NOISE_KEY_UNUSED",
                    object(secret),
                    "It is of the protocol before Noise, which this release does not speak; it is"
                        + " not written.",
                    "Nothing."));
        case SETTING -> setting(secret);
        // No file holds it; that devices would need it is told with the rows.
        case LOCK_DISABLEMENT -> {}
        case NOISE_KEY,
            DERP_KEY,
            TLS_CERTIFICATE,
            TLS_KEY,
            ACME_ACCOUNT,
            ACME_CERTIFICATE,
            OIDC_CLIENT_SECRET -> {}
      }
    }
  }

  private void setting(Secret secret) {
    switch (secret.name()) {
      // Told of with the database.
      case "database.postgres.pass" -> {}
      case "cli.api_key" ->
          draft.action(
              "CLI_API_KEY_NOT_WRITTEN",
              secret.name(),
              "The API key of the command line is not written into config.yaml.",
              "Give it to the command line in the variable HEADSCALE_CLI_API_KEY.");
      default ->
          draft.info(
              "CONFIG_KEY_UNKNOWN",
              secret.name(),
              "Headscale does not read this key, whose value may be a secret; it is not written.",
              "Nothing.");
    }
  }
}
