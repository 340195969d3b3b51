package dev.wayleave.tailnet.cutover;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks the certificate that clients are shown at their URL today, whoever shows it: dates,
/// names, trust, and whether it is the one of the files.
final class PresentedChecks {
  private final Inventory inventory;
  private final Place place;
  private final Presented presented;
  private final Instant now;
  private final List<Finding> found = new ArrayList<>();

  PresentedChecks(Inventory inventory, Place place, Surveyed surveyed) {
    this.inventory = inventory;
    this.place = place;
    this.presented = surveyed.presented();
    this.now = surveyed.now();
  }

  List<Finding> findings() {
    ServerUrl url = place.url();
    if (url != null && url.encrypted()) {
      check(url.host(), "URL https://" + url.host() + ":" + url.port());
    }
    return found;
  }

  private void check(String host, String object) {
    switch (presented) {
      case Presented.Unasked _ -> {}
      case Presented.Unreachable(String why) ->
          action(
              object,
              "CUTOVER_URL_UNREACHABLE",
              "It cannot be reached from here (" + why + "), so its certificate was not looked at.",
              "Check again while Headscale runs, from where clients are.");
      case Presented.NoTls(String why) ->
          blocker(
              object,
              "CUTOVER_URL_NO_TLS",
              "What answers there does not speak TLS (" + why + "), and clients do.",
              "Correct server_url, or what listens there.");
      case Presented.Chain(List<X509Certificate> certificates, boolean trusted) ->
          chain(host, object, certificates, trusted);
    }
  }

  private void chain(
      String host, String object, List<X509Certificate> certificates, boolean trusted) {
    Leaf leaf = new Leaf(certificates.getFirst());
    if (!leaf.holdsAt(now)) {
      blocker(
          object,
          "CUTOVER_URL_CERTIFICATE_EXPIRED",
          "The certificate there holds from %s to %s, and not now."
              .formatted(leaf.begin(), leaf.end()),
          "Renew it first.");
    } else if (leaf.endsSoonAfter(now)) {
      action(
          object,
          "CUTOVER_URL_CERTIFICATE_ENDS",
          "The certificate there ends at " + leaf.end() + ".",
          "See that what renews it goes on after the take-over.");
    }
    try {
      if (!leaf.isFor(host)) {
        blocker(
            object,
            "CUTOVER_URL_CERTIFICATE_NAMES",
            "The certificate there is for " + String.join(", ", leaf.names()) + ".",
            "Get one for the host of server_url.");
      }
    } catch (CertificateParsingException e) {
      blocker(
          object,
          "CUTOVER_URL_CERTIFICATE_NAMES",
          "The names of the certificate there cannot be read.",
          "Get one for the host of server_url.");
    }
    if (!trusted) {
      action(
          object,
          "CUTOVER_URL_CERTIFICATE_UNTRUSTED",
          "This machine does not trust who signed the certificate there, or the chain is not whole.",
          "Nothing if clients were told to trust it; else send the whole chain.");
    }
    if (differsFromFile(leaf)) {
      action(
          object,
          "CUTOVER_URL_CERTIFICATE_OTHER",
          "The certificate there is not the one of " + place.certificate() + ".",
          "If a proxy ends TLS there, it goes on; else restart what listens there, so that it takes"
              + " the file up.");
    }
  }

  private boolean differsFromFile(Leaf leaf) {
    Optional<Secret> file =
        inventory.secrets().stream()
            .filter(secret -> secret.role() == SecretRole.TLS_CERTIFICATE)
            .filter(secret -> !secret.value().isWithheld())
            .findFirst();
    if (file.isEmpty() || place.certificate().isEmpty()) {
      return false;
    }
    try {
      List<X509Certificate> chain = Pem.chain(file.get().value().reveal());
      return !chain.isEmpty() && !chain.getFirst().equals(leaf.certificate());
    } catch (GeneralSecurityException e) {
      // The checks of the files tell that.
      return false;
    }
  }

  private void action(String object, String code, String what, String remedy) {
    found.add(Finding.action(code, object, what, remedy));
  }

  private void blocker(String object, String code, String what, String remedy) {
    found.add(Finding.blocker(code, object, what, remedy));
  }
}
