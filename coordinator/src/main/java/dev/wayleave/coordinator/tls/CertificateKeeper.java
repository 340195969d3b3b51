package dev.wayleave.coordinator.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Keeps the certificate fresh: reads its files again when they change, or renews it in time.
final class CertificateKeeper implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(CertificateKeeper.class);

  /// How often the files are looked at.
  static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  /// How long after a first refusal, which doubles with each that follows.
  static final Duration FIRST_RETRY = Duration.ofMinutes(1);

  static final Duration LAST_RETRY = Duration.ofHours(4);

  /// Between two certificates, however short they live or wrong a clock is: authorities count what
  /// they give to a name.
  static final Duration LEAST_USE = Duration.ofHours(1);

  private final Certificates certificates;
  private final InstantSource clock;
  private final Alarm alarm;

  CertificateKeeper(Certificates certificates, InstantSource clock, Alarm alarm) {
    this.certificates = certificates;
    this.clock = clock;
    this.alarm = alarm;
  }

  /// Watches two files.
  void watch(TlsOptions.Files files) {
    lookAgain(files, times(files));
  }

  private void lookAgain(TlsOptions.Files files, List<FileTime> seen) {
    alarm.in(
        LOOK_EVERY,
        () -> {
          List<FileTime> now = times(files);
          if (!now.equals(seen)) {
            read(files);
          }
          lookAgain(files, now);
        });
  }

  private void read(TlsOptions.Files files) {
    try {
      certificates.use(PemFiles.read(files.certificate(), files.key()));
      LOG.infof("The %s is in use.", certificates.current());
    } catch (TlsException e) {
      // One of the two may not be written yet; the next look sees it.
      LOG.warnf("%s The former certificate stays in use.", e.getMessage());
    }
  }

  private static List<FileTime> times(TlsOptions.Files files) {
    return List.of(time(files.certificate()), time(files.key()));
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  /// Orders a certificate now unless a good one is stored, and again when a third of its life is
  /// left.
  void renew(CertificateOrder order, AcmeFiles files) {
    Duration wait = restore(files) ? untilRenewal() : Duration.ZERO;
    alarm.in(wait, () -> attempt(order, files, FIRST_RETRY));
  }

  private void attempt(CertificateOrder order, AcmeFiles files, Duration retry) {
    try {
      ServerCertificate fresh = order.place();
      certificates.use(fresh);
      LOG.infof("The %s is in use.", fresh);
      store(fresh, files);
      alarm.in(longer(untilRenewal(), LEAST_USE), () -> attempt(order, files, FIRST_RETRY));
    } catch (TlsException e) {
      LOG.error(e.getMessage());
      Duration next = shorter(retry.multipliedBy(2), LAST_RETRY);
      alarm.in(retry, () -> attempt(order, files, next));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A full disk is no reason to ask the authority for yet another one.
  private static void store(ServerCertificate fresh, AcmeFiles files) {
    try {
      files.store(fresh);
    } catch (TlsException e) {
      LOG.error(e.getMessage());
    }
  }

  /// Uses the stored certificate, if there is one.
  boolean restore(AcmeFiles files) {
    try {
      Optional<ServerCertificate> stored = files.certificate();
      stored.ifPresent(certificates::use);
      return stored.isPresent();
    } catch (TlsException e) {
      LOG.warnf("%s Another is asked for.", e.getMessage());
      return false;
    }
  }

  private Duration untilRenewal() {
    ServerCertificate current = certificates.current();
    Duration life = Duration.between(current.from(), current.until());
    Instant at = current.until().minus(life.dividedBy(3));
    return longer(Duration.between(clock.instant(), at), Duration.ZERO);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  @Override
  public void close() {
    alarm.close();
  }
}
