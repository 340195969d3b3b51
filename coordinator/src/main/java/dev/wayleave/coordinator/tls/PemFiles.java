package dev.wayleave.coordinator.tls;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;

/// Certificates and keys as other programs write them: PEM, the key in PKCS#8, PKCS#1 or SEC 1.
public final class PemFiles {
  /// Many times a long chain; a file beyond it is something else.
  private static final long MAX_BYTES = 1 << 20;

  private PemFiles() {}

  /// Reads both files and proves that the key belongs to the first certificate.
  public static ServerCertificate read(Path certificate, Path key) throws TlsException {
    List<X509Certificate> chain = chain(certificate);
    PrivateKey secret = key(key);
    if (!belongs(secret, chain.getFirst().getPublicKey())) {
      throw new TlsException(
          "The key in %s does not belong to the certificate in %s; name the pair that was issued together."
              .formatted(key, certificate));
    }
    return new ServerCertificate(chain, secret);
  }

  /// The certificates of a file, whatever else is in it.
  static List<X509Certificate> chain(Path file) throws TlsException {
    List<X509Certificate> chain = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(text(file)))) {
      JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        if (part instanceof X509CertificateHolder certificate) {
          chain.add(converter.getCertificate(certificate));
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new TlsException(
          "The certificates in " + file + " cannot be read; they should be a PEM chain.", e);
    }
    if (chain.isEmpty()) {
      throw new TlsException(
          "There is no certificate in " + file + "; it should hold a PEM chain, leaf first.");
    }
    return chain;
  }

  static PrivateKey key(Path file) throws TlsException {
    try (Reader text = new StringReader(text(file));
        PEMParser parser = new PEMParser(text)) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        if (part instanceof PEMKeyPair pair) {
          return decode(pair.getPrivateKeyInfo());
        }
        if (part instanceof PrivateKeyInfo info) {
          return decode(info);
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new TlsException("The key in " + file + " cannot be read; it should be PEM.", e);
    }
    throw new TlsException(
        "There is no private key in "
            + file
            + " that can be read; it should hold one in PEM, without a passphrase.");
  }

  /// Both halves of a key, as [#text(KeyPair)] has written them.
  static KeyPair pair(Path file) throws TlsException {
    PrivateKey secret = key(file);
    try (PEMParser parser = new PEMParser(new StringReader(text(file)))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        if (part instanceof SubjectPublicKeyInfo open) {
          return new KeyPair(
              KeyFactory.getInstance(secret.getAlgorithm())
                  .generatePublic(new X509EncodedKeySpec(open.getEncoded())),
              secret);
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new TlsException("The public key in " + file + " cannot be read.", e);
    }
    throw new TlsException("There is no public key in " + file + " beside the private one.");
  }

  /// Both halves, since the JDK does not compute one from the other.
  static String text(KeyPair pair) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(pkcs8(pair.getPrivate()));
      pem.writeObject(pair.getPublic());
    }
    return text.toString();
  }

  /// The key and the chain.
  static String text(ServerCertificate certificate) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(pkcs8(certificate.key()));
      for (X509Certificate link : certificate.chain()) {
        pem.writeObject(link);
      }
    }
    return text.toString();
  }

  /// Not as the writer would do it by itself: SEC 1, and without the curve, which the JDK's keys
  /// name outside of what SEC 1 has.
  private static PemObject pkcs8(PrivateKey key) {
    return new PemObject("PRIVATE KEY", key.getEncoded());
  }

  private static String text(Path file) throws TlsException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new TlsException("The file " + file + " is too large for certificates and keys.");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new TlsException(
          "The file " + file + " cannot be read; see to its path and its permissions.", e);
    }
  }

  private static PrivateKey decode(PrivateKeyInfo info)
      throws IOException, GeneralSecurityException {
    String algorithm =
        switch (info.getPrivateKeyAlgorithm().getAlgorithm().getId()) {
          case "1.2.840.10045.2.1" -> "EC";
          case "1.2.840.113549.1.1.1" -> "RSA";
          case "1.3.101.112" -> "Ed25519";
          default -> throw new GeneralSecurityException("not a key that TLS certificates have");
        };
    return KeyFactory.getInstance(algorithm)
        .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
  }

  /// Whether what one signs the other verifies.
  private static boolean belongs(PrivateKey secret, PublicKey open) {
    String algorithm =
        switch (secret.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> secret.getAlgorithm();
        };
    byte[] sample = {1, 2, 3};
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(secret);
      signer.update(sample);
      byte[] signature = signer.sign();
      signer.initVerify(open);
      signer.update(sample);
      return signer.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
