package dev.wayleave.interop.tailscale;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// A key with a certificate for this machine that signs itself, made by the JDK's `keytool`.
///
/// @param certificate its PEM file
/// @param key its PEM file
record MadeIdentity(Path certificate, Path key) {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String ALIAS = "made";
  private static final String PASSWORD = "not a secret";

  static MadeIdentity in(Path folder) throws IOException, InterruptedException {
    Path store = Files.createDirectories(folder).resolve("store.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Answer.of(
            List.of(
                keytool,
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + folder.getFileName(),
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()),
            Map.of(),
            folder,
            LIMIT)
        .ok();
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore read = KeyStore.getInstance("PKCS12");
      read.load(in, PASSWORD.toCharArray());
      Key key = read.getKey(ALIAS, PASSWORD.toCharArray());
      return new MadeIdentity(
          pem(folder, "CERTIFICATE", read.getCertificate(ALIAS).getEncoded()),
          pem(folder, "PRIVATE KEY", key.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("the JDK reads what its keytool wrote", e);
    }
  }

  /// Writes a PEM file of one part.
  static Path pem(Path folder, String what, byte[] content) throws IOException {
    byte[] lineEnd = "\n".getBytes(StandardCharsets.US_ASCII);
    String text = Base64.getMimeEncoder(64, lineEnd).encodeToString(content);
    return Files.writeString(
        folder.resolve(what.replace(' ', '-') + ".pem"),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what));
  }
}
