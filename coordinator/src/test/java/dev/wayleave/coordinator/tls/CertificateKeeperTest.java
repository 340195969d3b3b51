package dev.wayleave.coordinator.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Time passes only where a test lets it.
class CertificateKeeperTest {
  private static final Instant BEGIN = Instant.parse("2026-05-01T12:00:00Z");

  /// What [SelfSigned] makes is valid from an hour before for seven days after, and is renewed when
  /// a third of that is left.
  private static final Duration RENEWED_AFTER =
      Duration.ofDays(7).minus(Duration.ofDays(7).plusHours(1).dividedBy(3));

  private final SecureRandom random = new SecureRandom();
  private final ManualAlarm alarm = new ManualAlarm();
  private final Certificates certificates = new Certificates(certificate(BEGIN));
  private final CertificateKeeper keeper =
      new CertificateKeeper(certificates, () -> alarm.now, alarm);
  private int orders;

  @TempDir Path folder;

  private ServerCertificate certificate(Instant at) {
    return SelfSigned.make(random, at);
  }

  private AcmeFiles files() {
    return new AcmeFiles(folder.resolve("acme"), "vpn.example.com");
  }

  private ServerCertificate issued() {
    orders++;
    return certificate(alarm.now);
  }

  @Test
  void aCertificateIsOrderedAtOnceAndAgainWhenAThirdOfItsLifeIsLeft() {
    keeper.renew(this::issued, files());
    alarm.ring(Duration.ZERO);
    ServerCertificate first = certificates.current();
    assertThat(orders).isEqualTo(1);
    assertThat(first.until()).isEqualTo(BEGIN.plus(Duration.ofDays(7)));

    alarm.ring(RENEWED_AFTER);
    assertThat(orders).isEqualTo(2);
    assertThat(certificates.current()).isNotEqualTo(first);
    alarm.ring(RENEWED_AFTER);
    assertThat(orders).isEqualTo(3);
  }

  @Test
  void aStoredCertificateIsUsedWithoutAnOrderUntilItIsTime() throws Exception {
    keeper.renew(this::issued, files());
    alarm.ring(Duration.ZERO);
    ServerCertificate stored = certificates.current();

    ManualAlarm later = new ManualAlarm();
    later.now = BEGIN.plus(Duration.ofDays(1));
    Certificates restarted = new Certificates(certificate(BEGIN));
    CertificateKeeper next = new CertificateKeeper(restarted, () -> later.now, later);
    next.renew(this::issued, files());
    assertThat(restarted.current().leaf()).isEqualTo(stored.leaf());
    assertThat(restarted.current().key()).isEqualTo(stored.key());
    assertThat(orders).isEqualTo(1);
    later.ring(RENEWED_AFTER.minus(Duration.ofDays(1)));
    assertThat(orders).isEqualTo(2);
  }

  @Test
  void aRefusalIsFollowedByLongerAndLongerWaitsUntilOneIsIssued() {
    keeper.renew(
        () -> {
          orders++;
          throw new TlsException("The authority gave no certificate; it is asked again.");
        },
        files());
    alarm.ring(Duration.ZERO);
    for (Duration wait = CertificateKeeper.FIRST_RETRY;
        wait.compareTo(CertificateKeeper.LAST_RETRY) < 0;
        wait = wait.multipliedBy(2)) {
      alarm.ring(wait);
    }
    alarm.ring(CertificateKeeper.LAST_RETRY);
    alarm.ring(CertificateKeeper.LAST_RETRY);
    // 1, 2, 4 … 128 minutes, then every four hours.
    assertThat(orders).isEqualTo(11);
  }

  @Test
  void afterARefusalThatIsOverTheWaitsBeginAnew() {
    Deque<Boolean> refusals = new ArrayDeque<>();
    refusals.add(true);
    refusals.add(true);
    refusals.add(false);
    refusals.add(true);
    refusals.add(false);
    keeper.renew(
        () -> {
          if (refusals.remove()) {
            throw new TlsException("not now");
          }
          return issued();
        },
        files());
    alarm.ring(Duration.ZERO);
    alarm.ring(Duration.ofMinutes(1));
    alarm.ring(Duration.ofMinutes(2));
    alarm.ring(RENEWED_AFTER);
    alarm.ring(Duration.ofMinutes(1));
    assertThat(orders).isEqualTo(2);
  }

  @Test
  void anAuthorityWhoseClockIsBehindIsNotAskedOverAndOver() {
    keeper.renew(
        () -> {
          orders++;
          return certificate(alarm.now.minus(Duration.ofDays(30)));
        },
        files());
    alarm.ring(Duration.ZERO);
    alarm.ring(CertificateKeeper.LEAST_USE);
    assertThat(orders).isEqualTo(2);
  }

  @Test
  void aCertificateThatCannotBeStoredIsUsedAndNotOrderedAgain() throws Exception {
    Files.writeString(folder.resolve("acme"), "a file where the folder should be");
    keeper.renew(this::issued, files());
    alarm.ring(Duration.ZERO);
    assertThat(certificates.current().from()).isEqualTo(BEGIN.minus(Duration.ofHours(1)));
    alarm.ring(RENEWED_AFTER);
    assertThat(orders).isEqualTo(2);
  }

  @Test
  void anAccountIsTheSameAfterARestart() throws Exception {
    var made = files().account(random);
    var read = files().account(random);
    assertThat(read.getPrivate()).isEqualTo(made.getPrivate());
    assertThat(read.getPublic()).isEqualTo(made.getPublic());
    assertThat(Files.getPosixFilePermissions(folder.resolve("acme/account.pem"))).hasSize(2);
  }

  @Test
  void aPairThatIsHalfWrittenLeavesTheFormerCertificateInUse() throws Exception {
    MadeCertificate first = MadeCertificate.of("EC", "first");
    Path certificate = folder.resolve("certificate.pem");
    Path key = folder.resolve("key.pem");
    first.writeCertificate(certificate);
    first.writeKey(key);
    ServerCertificate former = certificates.current();
    keeper.watch(new TlsOptions.Files(certificate, key, null));
    alarm.ring(CertificateKeeper.LOOK_EVERY);
    assertThat(certificates.current()).isEqualTo(former);

    MadeCertificate second = MadeCertificate.of("EC", "second");
    second.writeCertificate(certificate);
    touch(certificate, 1);
    alarm.ring(CertificateKeeper.LOOK_EVERY);
    assertThat(certificates.current()).isEqualTo(former);
    second.writeKey(key);
    touch(key, 2);
    alarm.ring(CertificateKeeper.LOOK_EVERY);
    assertThat(certificates.current().leaf()).isEqualTo(second.certificate());
  }

  private static void touch(Path file, int seconds) throws Exception {
    Files.setLastModifiedTime(
        file,
        java.nio.file.attribute.FileTime.from(Instant.now().plus(Duration.ofSeconds(seconds))));
  }

  /// Keeps the one thing that is to be done, and lets it be done when the time is as expected.
  private static final class ManualAlarm implements Alarm {
    private Instant now = BEGIN;
    private Optional<Duration> delay = Optional.empty();
    private Runnable work = () -> {};

    @Override
    public void in(Duration delay, Runnable work) {
      assertThat(this.delay).as("what was to be done already").isEmpty();
      this.delay = Optional.of(delay);
      this.work = work;
    }

    void ring(Duration expected) {
      assertThat(delay).contains(expected);
      now = now.plus(expected);
      delay = Optional.empty();
      work.run();
    }

    @Override
    public void close() {
      delay = Optional.empty();
    }
  }
}
