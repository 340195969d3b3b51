package dev.wayleave.tailnet.inventory.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.Samples;
import dev.wayleave.tailnet.model.SecretText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BundleTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final boolean EVERYWHERE = Boolean.getBoolean("wayleave.exhaustive");
  private static final int CUT_EVERY = EVERYWHERE ? 1 : 7;

  /// A key is derived from the passphrase for each.
  private static final int CHANGE_EVERY = EVERYWHERE ? 7 : 97;

  private static final long LIMIT = 1 << 20;
  private static final SecretText PASSPHRASE = SecretText.of("correct horse");

  private final Reading reading =
      new Reading(
          Samples.inventory(),
          new Counts(2, 2, 1, 1, 1, 0),
          List.of(Finding.info("SOMETHING", "node 1 (node-1)", "It is so.", "Do nothing.")));

  @Test
  void plainBundleRoundTrips() throws IOException {
    Bundle bundle = new BundleReader(null, LIMIT).read(in(plain()), Progress.SILENT);
    assertThat(bundle.reading()).isEqualTo(reading);
    assertThat(bundle.manifest().createdAt()).isEqualTo(NOW);
    assertThat(bundle.manifest().kinds())
        .hasEntrySatisfying("nodes", nodes -> assertThat(nodes.count()).isEqualTo(2));
  }

  @Test
  void encryptedBundleRoundTripsAndHidesItsContent() throws IOException {
    byte[] bytes = encrypted();
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("alice");
    assertThat(new BundleReader(PASSPHRASE, LIMIT).read(in(bytes), Progress.SILENT).reading())
        .isEqualTo(reading);
    assertThat(BundleReader.isEncrypted(in(bytes))).isTrue();
    assertThat(BundleReader.isEncrypted(in(plain()))).isFalse();
  }

  @Test
  void bundleWithoutSecretsKeepsFingerprintsOnly() throws IOException {
    byte[] bytes = write(new Protection.Plain(), true);
    Reading read = new BundleReader(null, LIMIT).read(in(bytes), Progress.SILENT).reading();
    assertThat(read.inventory().secrets().getFirst().value().isWithheld()).isTrue();
    assertThat(read.inventory().secrets()).isEqualTo(reading.inventory().secrets());
  }

  @Test
  void wrongPassphraseAndMissingPassphraseAreTold() throws IOException {
    byte[] bytes = encrypted();
    refused(bytes, SecretText.of("wrong"), BundleException.Reason.PASSPHRASE_WRONG);
    refused(bytes, null, BundleException.Reason.PASSPHRASE_MISSING);
  }

  @Test
  void everyCutOfABundleIsRefused() throws IOException {
    byte[] bytes = plain();
    for (int length = 0; length < bytes.length; length += CUT_EVERY) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> new BundleReader(null, LIMIT).read(in(cut), Progress.SILENT))
          .as("cut after %d of %d bytes", length, bytes.length)
          .isInstanceOf(BundleException.class);
    }
  }

  @Test
  void changedBytesOfAnEncryptedBundleAreRefused() throws IOException {
    byte[] bytes = encrypted();
    // From the salt on: a change of the header's cost may only be refused later, a change of the
    // magic is not a bundle.
    for (int at = bytes.length - 1; at > 200; at -= CHANGE_EVERY) {
      byte[] changed = bytes.clone();
      changed[at] ^= 1;
      assertThatThrownBy(
              () -> new BundleReader(PASSPHRASE, LIMIT).read(in(changed), Progress.SILENT))
          .as("byte %d", at)
          .isInstanceOf(BundleException.class);
    }
  }

  @Test
  void whatUnpacksToMoreThanTheLimitIsRefused() throws IOException {
    byte[] bytes = plain();
    assertThatThrownBy(() -> new BundleReader(null, 1000).read(in(bytes), Progress.SILENT))
        .asInstanceOf(type(BundleException.class))
        .extracting(BundleException::reason)
        .isEqualTo(BundleException.Reason.TOO_LARGE);
  }

  @Test
  void newerFormatsAndOtherFilesAreRefused() {
    refused(
        "wayleave-bundle 2\n{}\n".getBytes(StandardCharsets.UTF_8),
        null,
        BundleException.Reason.NEWER_FORMAT);
    refused(
        "SQLite format 3\u0000".getBytes(StandardCharsets.UTF_8),
        null,
        BundleException.Reason.NOT_A_BUNDLE);
  }

  private static void refused(
      byte[] bytes, @Nullable SecretText passphrase, BundleException.Reason reason) {
    assertThatThrownBy(() -> new BundleReader(passphrase, LIMIT).read(in(bytes), Progress.SILENT))
        .asInstanceOf(type(BundleException.class))
        .extracting(BundleException::reason)
        .isEqualTo(reason);
  }

  private byte[] plain() throws IOException {
    return write(new Protection.Plain(), false);
  }

  private byte[] encrypted() throws IOException {
    return write(new Protection.Passphrase(PASSPHRASE, new SecureRandom()), false);
  }

  private byte[] write(Protection protection, boolean withoutSecrets) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new BundleWriter(NOW, protection, withoutSecrets).write(reading, out, Progress.SILENT);
    return out.toByteArray();
  }

  private static ByteArrayInputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }
}
