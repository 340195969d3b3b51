package dev.wayleave.tailnet.cutover;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads certificates and keys in PEM (RFC 7468).
final class Pem {
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN ((?:RSA |EC )?)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END", Pattern.DOTALL);

  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\\R?");

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
  private static final int LONG_LENGTH = 0x80;

  private Pem() {}

  /// The certificates of a text, which may hold a key too.
  static List<X509Certificate> chain(String pem) throws GeneralSecurityException {
    String certificates =
        CERTIFICATE.matcher(pem).results().map(MatchResult::group).collect(Collectors.joining());
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(
            new ByteArrayInputStream(certificates.getBytes(StandardCharsets.US_ASCII)))
        .stream()
        .map(X509Certificate.class::cast)
        .toList();
  }

  /// Whether what the key signs is taken for the certificate's.
  static boolean belongTogether(String keyPem, X509Certificate certificate)
      throws GeneralSecurityException {
    PublicKey open = certificate.getPublicKey();
    PrivateKey key = key(keyPem, open);
    String algorithm =
        switch (open) {
          case RSAKey _ -> "SHA256withRSA";
          case ECKey _ -> "SHA256withECDSA";
          default -> "EdDSA";
        };
    byte[] message = certificate.getEncoded();
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(message);
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(open);
    verifier.update(message);
    return verifier.verify(signature);
  }

  /// PKCS#8 as it is; PKCS#1 and SEC 1 hold the bare key, to which the certificate's own name of
  /// the algorithm is added (RFC 5208 §5).
  private static PrivateKey key(String pem, PublicKey open) throws GeneralSecurityException {
    Matcher found = KEY.matcher(pem);
    if (!found.find()) {
      throw new GeneralSecurityException("no private key");
    }
    byte[] bytes = Base64.getMimeDecoder().decode(found.group(2));
    if (!found.group(1).isEmpty()) {
      bytes = der(SEQUENCE, VERSION_0, algorithm(open.getEncoded()), der(OCTET_STRING, bytes));
    }
    return KeyFactory.getInstance(open.getAlgorithm())
        .generatePrivate(new PKCS8EncodedKeySpec(bytes));
  }

  /// The first element of a `SubjectPublicKeyInfo` (RFC 5280 §4.1).
  private static byte[] algorithm(byte[] info) {
    int start = contentOf(info, 0);
    int content = contentOf(info, start);
    return Arrays.copyOfRange(info, start, content + lengthAt(info, start));
  }

  private static int contentOf(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < LONG_LENGTH ? 0 : first - LONG_LENGTH);
  }

  private static int lengthAt(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    int length = first < LONG_LENGTH ? first : 0;
    for (int i = at + 2; i < contentOf(der, at); i++) {
      length = length << Byte.SIZE | (der[i] & 0xff);
    }
    return length;
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    out.write(tag);
    if (length < LONG_LENGTH) {
      out.write(length);
    } else {
      out.write(LONG_LENGTH + 2);
      out.write(length >>> Byte.SIZE);
      out.write(length);
    }
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }
}
