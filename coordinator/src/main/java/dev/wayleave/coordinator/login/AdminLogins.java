package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.kept.Bound;
import dev.wayleave.coordinator.kept.Bound.Among;
import dev.wayleave.coordinator.kept.Digest;
import dev.wayleave.coordinator.kept.Kept;
import dev.wayleave.coordinator.kept.KeptJson;
import dev.wayleave.coordinator.kept.KeptKind;
import dev.wayleave.coordinator.kept.KeptRows;
import dev.wayleave.coordinator.proxy.SourceNetwork;
import dev.wayleave.coordinator.security.FailureLimit;
import dev.wayleave.coordinator.state.ProvedLogin;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Commands that wait for their person to log in, so that they may administer the tailnet.
///
/// The command holds a secret, by which it alone gets the key, and shows its person a code, which
/// the page asks for: who is sent the address alone cannot confirm by mistake what somebody else
/// began. A command waits at whatever replica, which keeps neither the id, the secret nor the code,
/// but their hashes; its key is given away once.
@Singleton
final class AdminLogins {
  private static final int ID_BYTES = 20;
  private static final int SECRET_BYTES = 32;
  private static final int CODE_LETTERS = 8;

  /// No vowels, so that no word comes out, and nothing that looks like a digit (RFC 8628 §6.1).
  private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

  /// How often a code may be wrong: 20 letters of 8 places leave nothing to guess.
  private static final int WRONG_CODES = 5;

  private static final Duration LIFETIME = Duration.ofMinutes(10);
  private static final int TOTAL = 2_000;
  private static final int PER_NETWORK = 10;
  private static final int PER_MINUTE = 30;
  private static final KeptKind KIND = KeptKind.COMMAND;
  private static final HexFormat HEX = HexFormat.of();

  private final KeptRows kept;
  private final InstantSource clock;
  private final SecureRandom random;
  private final FailureLimit beginnings;

  /// A command that waits, as its page shows it.
  ///
  /// @param device what it says the machine is called on which it was typed
  record WaitingCommand(String id, String device, String address, Instant begun, Instant until) {}

  /// What the command is told at the beginning.
  record Begun(WaitingCommand command, String secret, String code) {
    /// Neither the secret nor the code.
    @Override
    public String toString() {
      return "Begun(" + command.id() + ")";
    }
  }

  /// What stands in a row; the hash of the code is salted with the id, which stands in none.
  private record Body(String device, String address, String code) {}

  AdminLogins(KeptRows kept, InstantSource clock, SecureRandom random) {
    this.kept = kept;
    this.clock = clock;
    this.random = random;
    this.beginnings = new FailureLimit(clock, PER_MINUTE, Duration.ofMinutes(1));
  }

  /// Has a command wait; nothing where too many do.
  Optional<Begun> begin(String device, String address) {
    Instant now = Kept.exact(clock.instant());
    String network = SourceNetwork.ofText(address);
    if (beginnings.isExceeded(network)) {
      return Optional.empty();
    }
    beginnings.failed(network);
    WaitingCommand command =
        new WaitingCommand(hex(ID_BYTES), device, address, now, now.plus(LIFETIME));
    Begun begun = new Begun(command, hex(SECRET_BYTES), code());
    Body body = new Body(device, address, proof(command.id(), begun.code()));
    // One network takes no place from others: its oldest gives way, where it has many.
    boolean isKept =
        kept.keep(
                Kept.of(KIND, Digest.of(command.id()), KeptJson.write(body), now, command.until())
                    .of("", network)
                    .showing(Digest.of(begun.secret())),
                List.of(
                    Bound.oldestGivesWay(Among.SOURCE, PER_NETWORK),
                    Bound.refused(Among.ALL, TOTAL),
                    Bound.oldestGivesWay(Among.DECIDED, TOTAL)))
            .isKept();
    return isKept ? Optional.of(begun) : Optional.empty();
  }

  private static String proof(String id, String code) {
    return Digest.of(id + "\n" + code);
  }

  /// The command that waits under an id, and that nobody has confirmed.
  Optional<WaitingCommand> waiting(String id) {
    return kept.find(KIND, Digest.of(id), clock.instant())
        .filter(one -> one.answer() == null && one.tries() < WRONG_CODES)
        .flatMap(one ->
            KeptJson.read(Body.class, one.body())
                .map(body ->
                    new WaitingCommand(
                        id, body.device(), body.address(), one.begun(), one.until())));
  }

  /// Gives a command to whoever knows its code.
  ///
  /// @return false where the code is wrong; too often, and the command waits no more
  boolean confirm(String id, String code, ProvedLogin login) {
    Instant now = clock.instant();
    String key = Digest.of(id);
    Kept tried = kept.attempt(KIND, key, WRONG_CODES, now).orElse(null);
    if (tried == null) {
      return false;
    }
    boolean isRight =
        KeptJson.read(Body.class, tried.body())
            .filter(body -> Digest.isSame(body.code(), proof(id, plain(code))))
            .isPresent();
    if (isRight) {
      return kept.answer(KIND, key, KeptJson.write(login), now);
    }
    if (tried.tries() >= WRONG_CODES) {
      kept.forget(KIND, key);
    }
    return false;
  }

  /// What becomes of a command.
  sealed interface Fate {
    /// Nobody has confirmed it yet.
    record Waiting() implements Fate {}

    /// Somebody has; it waits no more.
    record Confirmed(ProvedLogin login) implements Fate {}

    /// Nothing: it waits no more, or the secret is not its own.
    record Gone() implements Fate {}
  }

  /// Asked by the command itself, every few seconds; only the last time writes.
  Fate fate(String id, String secret) {
    Instant now = clock.instant();
    String key = Digest.of(id);
    String proof = Digest.of(secret);
    Kept one =
        kept.find(KIND, key, now).filter(found -> Digest.isSame(found.proof(), proof)).orElse(null);
    if (one == null) {
      return new Fate.Gone();
    }
    if (one.answer() == null) {
      return new Fate.Waiting();
    }
    return kept.take(KIND, key, proof, now)
        .map(Kept::answer)
        .flatMap(answer -> KeptJson.read(ProvedLogin.class, answer))
        .<Fate>map(Fate.Confirmed::new)
        .orElseGet(Fate.Gone::new);
  }

  /// People leave the dash out and write small letters.
  private static String plain(String code) {
    return code.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
  }

  private String hex(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return HEX.formatHex(bytes);
  }

  private String code() {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < CODE_LETTERS; i++) {
      code.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return code.toString();
  }

  /// The code as it is shown, in two halves.
  static String shown(String code) {
    return code.substring(0, CODE_LETTERS / 2) + "-" + code.substring(CODE_LETTERS / 2);
  }
}
