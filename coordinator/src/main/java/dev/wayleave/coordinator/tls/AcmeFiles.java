package dev.wayleave.coordinator.tls;

import dev.wayleave.coordinator.files.DataFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Optional;

/// What ACME needs again after a restart: the account's key, and the certificate with its key.
final class AcmeFiles {
  private final Path folder;
  private final Path account;
  private final Path certificate;

  /// Each directory has a folder of its own: an account means nothing to another authority, and a
  /// certificate of a trial must not stay in use for the real one's.
  static AcmeFiles of(Path folder, TlsOptions.Acme options) {
    String authority = options.directory().getRawAuthority().replaceAll("[^A-Za-z0-9.-]", "_");
    return new AcmeFiles(folder.resolve(authority), options.host());
  }

  AcmeFiles(Path folder, String host) {
    this.folder = folder;
    this.account = folder.resolve("account.pem");
    this.certificate = folder.resolve(host + ".pem");
  }

  /// The account's key, made where there is none.
  KeyPair account(SecureRandom random) throws TlsException {
    if (Files.exists(account)) {
      return PemFiles.pair(account);
    }
    KeyPair pair = SelfSigned.keyPair(random);
    try {
      write(account, PemFiles.text(pair));
      return pair;
    } catch (IOException e) {
      throw new TlsException(
          "The key of the ACME account cannot be written to " + account + "; see to its folder.",
          e);
    }
  }

  /// The certificate that was stored last, whatever its age.
  Optional<ServerCertificate> certificate() throws TlsException {
    return Files.exists(certificate)
        ? Optional.of(PemFiles.read(certificate, certificate))
        : Optional.empty();
  }

  /// Key and chain in one file, so that they never are of two orders.
  void store(ServerCertificate next) throws TlsException {
    try {
      write(certificate, PemFiles.text(next));
    } catch (IOException e) {
      throw new TlsException(
          "The certificate could not be stored in "
              + certificate
              + "; it is in use, and another is asked for after the next start.",
          e);
    }
  }

  private void write(Path file, String text) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    DataFiles.writePrivately(file, text);
  }
}
