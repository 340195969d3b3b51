package dev.wayleave.tailnet.cutover;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Checks the certificate for the URL that clients hold: dates, names, chain and key.
final class CertificateChecks {
  private static final Duration SOON = Duration.ofDays(14);
  private static final String OBJECT = "secret tls-certificate";
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

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
    boolean kept =
        inventory.secrets().stream()
            .anyMatch(secret -> secret.role() == SecretRole.ACME_CERTIFICATE);
    found.add(
        Finding.action(
            "CUTOVER_ACME",
            "setting tls_letsencrypt_hostname",
            "Headscale gets the certificate for %s by itself (%s)%s, and Wayleave orders one of its own when it first listens at the URL: handshakes fail until it is there, some seconds."
                .formatted(
                    place.acmeHost(),
                    place.acmeChallenge(),
                    kept ? " and keeps it in its cache" : ""),
            "Order it before with WAYLEAVE_ACME and a plain port if another name is free, or give the"
                + " certificate of the cache in WAYLEAVE_TLS_CERTIFICATE and WAYLEAVE_TLS_KEY."));
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
      dates(chain.getFirst());
      names(chain.getFirst());
      chain(chain);
      key(chain.getFirst());
    } catch (GeneralSecurityException e) {
      blocker(
          "CUTOVER_CERTIFICATE_BROKEN",
          place.certificate() + " holds no certificate that can be read.",
          "Put a PEM chain there, leaf first.");
    }
  }

  private void dates(X509Certificate leaf) {
    Instant end = leaf.getNotAfter().toInstant();
    if (end.isBefore(now) || leaf.getNotBefore().toInstant().isAfter(now)) {
      blocker(
          "CUTOVER_CERTIFICATE_EXPIRED",
          "The certificate holds from %s to %s, and not now."
              .formatted(leaf.getNotBefore().toInstant(), end),
          "Renew it first.");
    } else if (end.isBefore(now.plus(SOON))) {
      found.add(
          Finding.action(
              "CUTOVER_CERTIFICATE_ENDS",
              OBJECT,
              "The certificate ends at " + end + ".",
              "See that what renews it goes on writing the same files: Wayleave takes new ones up"
                  + " without a restart."));
    }
  }

  private void names(X509Certificate leaf) throws GeneralSecurityException {
    String host = place.url() == null ? "" : place.url().host();
    Collection<List<?>> names = leaf.getSubjectAlternativeNames();
    List<String> known =
        (names == null ? Stream.<List<?>>empty() : names.stream())
            .filter(name ->
                Integer.valueOf(DNS_NAME).equals(name.getFirst())
                    || Integer.valueOf(IP_ADDRESS).equals(name.getFirst()))
            .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
            .toList();
    if (known.stream().noneMatch(name -> covers(name, host))) {
      blocker(
          "CUTOVER_CERTIFICATE_NAMES",
          "The certificate is for %s, and clients come to %s."
              .formatted(String.join(", ", known), host),
          "Get one for the host of server_url.");
    }
  }

  /// A star stands for one label (RFC 6125 §6.4.3).
  private static boolean covers(String name, String host) {
    return name.equals(host)
        || (name.startsWith("*.")
            && host.indexOf('.') > 0
            && host.substring(host.indexOf('.')).equals(name.substring(1)));
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
