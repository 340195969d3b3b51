package dev.wayleave.coordinator.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Certificates that nobody trusts: one is shown while the first real one is being fetched, so that
/// handshakes fail by name and not by a closed port, others prove a name to an authority.
final class SelfSigned {
  private static final Duration VALID = Duration.ofDays(7);
  private static final int SERIAL_BITS = 127;

  /// id-pe-acmeIdentifier (RFC 8737, section 6.1).
  private static final ASN1ObjectIdentifier ACME_IDENTIFIER =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");

  private SelfSigned() {}

  static KeyPair keyPair(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has P-256", e);
    }
  }

  static ServerCertificate make(SecureRandom random, Instant now) {
    return make(random, now, "not yet certified", _ -> {});
  }

  /// What an authority is shown as proof for a name (RFC 8737, section 3).
  ///
  /// @param digest of the challenge's token and the account's key
  static ServerCertificate proof(SecureRandom random, Instant now, String host, byte[] digest) {
    return make(
        random,
        now,
        "ACME challenge",
        builder -> {
          builder.addExtension(
              Extension.subjectAlternativeName,
              false,
              new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
          builder.addExtension(ACME_IDENTIFIER, true, new DEROctetString(digest));
        });
  }

  private interface Extensions {
    void addTo(JcaX509v3CertificateBuilder builder) throws IOException;
  }

  private static ServerCertificate make(
      SecureRandom random, Instant now, String called, Extensions extensions) {
    KeyPair pair = keyPair(random);
    X500Principal name = new X500Principal("CN=" + called);
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(SERIAL_BITS, random),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(VALID)),
            name,
            pair.getPublic());
    try {
      extensions.addTo(builder);
      X509CertificateHolder signed =
          builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
      return new ServerCertificate(
          List.of(new JcaX509CertificateConverter().getCertificate(signed)), pair.getPrivate());
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new AssertionError("P-256 keys can sign", e);
    } catch (IOException e) {
      throw new AssertionError("names and digests can be encoded", e);
    }
  }
}
