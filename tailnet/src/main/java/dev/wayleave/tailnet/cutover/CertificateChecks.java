package dev.wayleave.tailnet.cutover;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks the certificate for the URL that clients hold: dates, names, chain and key.
final class CertificateChecks {
  private static final String OBJECT = "secret tls-certificate";

  private final Inventory inventory;
  private final Place place;
  private final Instant now;
  private final List<Finding> found = new ArrayList<>();

  CertificateChecks(Inventory inventory, Place place, Instant now) {
    this.inventory = inventory;
    this.place = place;
    this.now = now;
  }

  List<Finding> findings() {
    if (!place.acmeHost().isEmpty()) {
      acme();
    } else if (!place.certificate().isEmpty()) {
      files();
    }
    return found;
  }

  private void acme() {
    found.add(
        Finding.action(
            "CUTOVER_ACME",
            "setting tls_letsencrypt_hostname",
            "Headscale gets the certificate for %s by itself (%s)%s, and Wayleave orders one of its own when it first listens at the URL: handshakes fail until it is there, some seconds."
                .formatted(place.acmeHost(), place.acmeChallenge(), cached()),
            "Order it before with WAYLEAVE_ACME and a plain port if another name is free, or give the"
                + " certificate of the cache, where it holds, in WAYLEAVE_TLS_CERTIFICATE and"
                + " WAYLEAVE_TLS_KEY."));
  }

  /// How long the certificate in the cache holds: a file there is called after the host, and holds
  /// the key before the chain.
  private String cached() {
    Optional<Secret> file =
        inventory.secrets().stream()
            .filter(secret -> secret.role() == SecretRole.ACME_CERTIFICATE)
            .filter(secret -> secret.name().split("\\+", 2)[0].equals(place.acmeHost()))
            .findFirst();
    if (file.isEmpty()) {
      return ", and its cache holds none";
    }
    if (file.get().value().isWithheld()) {
      return " and keeps it in its cache";
    }
    try {
      List<X509Certificate> chain = Pem.chain(file.get().value().reveal());
      if (!chain.isEmpty()) {
        Leaf leaf = new Leaf(chain.getFirst());
        return leaf.holdsAt(now)
            ? " and keeps it in its cache, where it holds until " + leaf.end()
            : " and keeps one in its cache that does not hold now, but from %s to %s"
                .formatted(leaf.begin(), leaf.end());
      }
    } catch (GeneralSecurityException e) {
      // Like a file that holds none.
    }
    return " and keeps a file in its cache that holds no certificate that can be read";
  }

  private void files() {
    Optional<Secret> pem = secret(SecretRole.TLS_CERTIFICATE);
    if (pem.isEmpty() || pem.get().value().isWithheld()) {
      blocker(
          "CUTOVER_CERTIFICATE_MISSING",
          "The certificate " + place.certificate() + " was not read.",
          "Make the file readable, and check again.");
      return;
    }
    try {
      List<X509Certificate> chain = Pem.chain(pem.get().value().reveal());
      if (chain.isEmpty()) {
        throw new GeneralSecurityException("no certificate");
      }
      dates(new Leaf(chain.getFirst()));
      names(new Leaf(chain.getFirst()));
      chain(chain);
      key(chain.getFirst());
    } catch (GeneralSecurityException e) {
      blocker(
          "CUTOVER_CERTIFICATE_BROKEN",
          place.certificate() + " holds no certificate that can be read.",
          "Put a PEM chain there, leaf first.");
    }
  }

  private void dates(Leaf leaf) {
    if (!leaf.holdsAt(now)) {
      blocker(
          "CUTOVER_CERTIFICATE_EXPIRED",
          "The certificate holds from %s to %s, and not now.".formatted(leaf.begin(), leaf.end()),
          "Renew it first.");
    } else if (leaf.endsSoonAfter(now)) {
      found.add(
          Finding.action(
              "CUTOVER_CERTIFICATE_ENDS",
              OBJECT,
              "The certificate ends at " + leaf.end() + ".",
              "See that what renews it goes on writing the same files: Wayleave takes new ones up"
                  + " without a restart."));
    }
  }

  private void names(Leaf leaf) throws GeneralSecurityException {
    String host = place.url() == null ? "" : place.url().host();
    if (!leaf.isFor(host)) {
      blocker(
          "CUTOVER_CERTIFICATE_NAMES",
          "The certificate is for %s, and clients come to %s."
              .formatted(String.join(", ", leaf.names()), host),
          "Get one for the host of server_url.");
    }
  }

  private void chain(List<X509Certificate> chain) {
    for (int i = 0; i + 1 < chain.size(); i++) {
      if (!signs(chain.get(i + 1), chain.get(i))) {
        blocker(
            "CUTOVER_CERTIFICATE_CHAIN",
            "Certificate %d of the file is not signed by the one after it.".formatted(i + 1),
            "Put the chain in order, leaf first.");
        return;
      }
    }
    X509Certificate leaf = chain.getFirst();
    if (chain.size() == 1 && signs(leaf, leaf)) {
      found.add(
          Finding.action(
              "CUTOVER_CERTIFICATE_SELF_SIGNED",
              OBJECT,
              "The certificate is signed by itself, so clients trust it only where they were told to.",
              "Keep the same file in use."));
    }
  }

  private static boolean signs(X509Certificate issuer, X509Certificate certificate) {
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private void key(X509Certificate leaf) {
    Optional<Secret> key = secret(SecretRole.TLS_KEY);
    if (key.isEmpty() || key.get().value().isWithheld()) {
      blocker(
          "CUTOVER_CERTIFICATE_KEY_MISSING",
          "The key " + place.key() + " was not read.",
          "Make the file readable, and check again.");
      return;
    }
    try {
      if (!Pem.belongTogether(key.get().value().reveal(), leaf)) {
        throw new GeneralSecurityException("another key");
      }
    } catch (GeneralSecurityException e) {
      blocker(
          "CUTOVER_CERTIFICATE_KEY_OTHER",
          "The key " + place.key() + " does not belong to the certificate.",
          "Correct tls_key_path or tls_cert_path.");
    }
  }

  private void blocker(String code, String what, String remedy) {
    found.add(Finding.blocker(code, OBJECT, what, remedy));
  }

  private Optional<Secret> secret(SecretRole role) {
    return inventory.secrets().stream().filter(secret -> secret.role() == role).findFirst();
  }
}
