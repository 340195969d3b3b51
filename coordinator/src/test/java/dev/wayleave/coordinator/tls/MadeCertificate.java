package dev.wayleave.coordinator.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/// A certificate for `localhost` that signs itself.
public record MadeCertificate(X509Certificate certificate, KeyPair pair) {
  /// Makes one.
  ///
  /// @param algorithm `RSA` or `EC`
  public static MadeCertificate of(String algorithm, String name) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
    KeyPair pair = generator.generateKeyPair();
    Instant now = Instant.now();
    X500Principal subject = new X500Principal("CN=" + name);
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            subject,
            BigInteger.valueOf(now.toEpochMilli()),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(Duration.ofDays(1))),
            subject,
            pair.getPublic());
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
    String signature = algorithm.equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    return new MadeCertificate(
        new JcaX509CertificateConverter()
            .getCertificate(
                builder.build(new JcaContentSignerBuilder(signature).build(pair.getPrivate()))),
        pair);
  }

  public void writeCertificate(Path file) throws IOException {
    Files.writeString(file, pem(certificate));
  }

  /// The key as OpenSSL once wrote it: PKCS#1 for RSA, SEC 1 for elliptic curves.
  public void writeKey(Path file) throws IOException {
    Object key =
        pair.getPrivate() instanceof ECPrivateKey secret
            ? new PemObject("EC PRIVATE KEY", sec1(secret))
            : pair.getPrivate();
    Files.writeString(file, pem(key));
  }

  /// With the name of the curve inside, as OpenSSL does.
  private static byte[] sec1(ECPrivateKey key) throws IOException {
    return new org.bouncycastle.asn1.sec.ECPrivateKey(
            256, key.getS(), SECObjectIdentifiers.secp256r1)
        .getEncoded();
  }

  /// The key in PKCS#8.
  public void writeModernKey(Path file) throws IOException {
    Files.writeString(file, pem(new PemObject("PRIVATE KEY", pair.getPrivate().getEncoded())));
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }

  /// A client's view that trusts nothing but this.
  public SSLContext trusted() throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("made", certificate);
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
