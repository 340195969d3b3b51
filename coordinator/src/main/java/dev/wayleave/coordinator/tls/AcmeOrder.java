package dev.wayleave.coordinator.tls;

import dev.wayleave.coordinator.tls.TlsOptions.Acme;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.exception.AcmeException;

/// Asks an authority for a certificate, once.
final class AcmeOrder {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Acme options;
  private final Certificates certificates;
  private final Proofs proofs;
  private final SecureRandom random;
  private final InstantSource clock;

  AcmeOrder(
      Acme options,
      Certificates certificates,
      Proofs proofs,
      SecureRandom random,
      InstantSource clock) {
    this.options = options;
    this.certificates = certificates;
    this.proofs = proofs;
    this.random = random;
    this.clock = clock;
  }

  /// Proves that the name is ours and returns what the authority signs; takes up to some minutes.
  ///
  /// @param account the key that the authority knows us by; a new one makes a new account
  ServerCertificate place(KeyPair account) throws TlsException, InterruptedException {
    try {
      Order order = account(account).newOrder().domain(options.host()).create();
      for (Authorization authorization : order.getAuthorizations()) {
        if (authorization.getStatus() != Status.VALID) {
          prove(authorization);
        }
      }
      order.waitUntilReady(LIMIT);
      KeyPair pair = SelfSigned.keyPair(random);
      order.execute(pair);
      if (order.waitForCompletion(LIMIT) != Status.VALID) {
        throw refused(order.getError().map(Problem::toString).orElse("no certificate in time"));
      }
      return new ServerCertificate(order.getCertificate().getCertificateChain(), pair.getPrivate());
    } catch (AcmeException e) {
      throw new TlsException(refusal(reason(e)), e);
    } catch (RuntimeException e) {
      // So the library tells what it finds amiss in an authority's answers; it must not end
      // renewal.
      throw new TlsException(refusal(reason(e)), e);
    }
  }

  /// The innermost reason that has a text: around it are the library's own words.
  private static String reason(Exception e) {
    String reason = String.valueOf(e.getMessage());
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        reason = cause.getMessage();
      }
    }
    return reason.lines().findFirst().orElse("no reason given");
  }

  private Account account(KeyPair key) throws AcmeException, TlsException {
    Session session =
        options.ca() == null
            ? new Session(options.directory())
            : new Session(options.directory(), new PrivateCa(options.ca()));
    AccountBuilder builder = new AccountBuilder().agreeToTermsOfService().useKeyPair(key);
    if (options.email() != null) {
      builder.addEmail(options.email());
    }
    return builder.create(session);
  }

  private void prove(Authorization authorization)
      throws AcmeException, TlsException, InterruptedException {
    switch (options.challenge()) {
      case HTTP_01 -> {
        Http01Challenge challenge = challenge(authorization, Http01Challenge.class);
        proofs.offer(challenge.getToken(), challenge.getAuthorization());
        try {
          settle(authorization, challenge);
        } finally {
          proofs.withdraw(challenge.getToken());
        }
      }
      case TLS_ALPN_01 -> {
        TlsAlpn01Challenge challenge = challenge(authorization, TlsAlpn01Challenge.class);
        // The library's own would need an RSA key.
        certificates.prove(
            options.host(),
            SelfSigned.proof(
                random, clock.instant(), options.host(), challenge.getAcmeValidation()));
        try {
          settle(authorization, challenge);
        } finally {
          certificates.proved(options.host());
        }
      }
    }
  }

  private <C extends Challenge> C challenge(Authorization authorization, Class<C> type)
      throws TlsException {
    return authorization
        .findChallenge(type)
        .orElseThrow(() ->
            refused("it offers no challenge of the kind that is configured; set acme to another"));
  }

  private void settle(Authorization authorization, Challenge challenge)
      throws AcmeException, TlsException, InterruptedException {
    challenge.trigger();
    if (authorization.waitForCompletion(LIMIT) != Status.VALID) {
      challenge.fetch();
      throw refused(challenge.getError().map(Problem::toString).orElse("no answer in time"));
    }
  }

  private TlsException refused(String reason) {
    return new TlsException(refusal(reason));
  }

  private String refusal(String reason) {
    return "The authority at %s gave no certificate for %s (%s); it is asked again."
        .formatted(options.directory(), options.host(), reason);
  }
}
