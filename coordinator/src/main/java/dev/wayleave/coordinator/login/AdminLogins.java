package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.proxy.SourceNetwork;
import dev.wayleave.coordinator.security.FailureLimit;
import dev.wayleave.coordinator.state.ProvedLogin;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Commands that wait for their person to log in, so that they may administer the tailnet.
///
/// The command holds a secret, by which it alone gets the key, and shows its person a code, which
/// the page asks for: who is sent the address alone cannot confirm by mistake what somebody else
/// began. All is kept in memory by the replica that was asked, and given away once.
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
  private static final HexFormat HEX = HexFormat.of();

  private final InstantSource clock;
  private final SecureRandom random;
  private final FailureLimit beginnings;
  private final Map<String, Entry> byId = new LinkedHashMap<>();

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

  private static final class Entry {
    final WaitingCommand command;
    final String secret;
    final String code;
    int wrong;
    @Nullable ProvedLogin confirmed;

    Entry(Begun begun) {
      this.command = begun.command();
      this.secret = begun.secret();
      this.code = begun.code();
    }
  }

  AdminLogins(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
    this.beginnings = new FailureLimit(clock, PER_MINUTE, Duration.ofMinutes(1));
  }

  /// Has a command wait; nothing where too many do.
  synchronized Optional<Begun> begin(String device, String address) {
    Instant now = clock.instant();
    byId.values().removeIf(entry -> !now.isBefore(entry.command.until()));
    String network = SourceNetwork.ofText(address);
    if (beginnings.isExceeded(network)) {
      return Optional.empty();
    }
    beginnings.failed(network);
    // One network takes no place from others: its oldest gives way, where it has many.
    makeRoom(network);
    if (byId.size() >= TOTAL) {
      return Optional.empty();
    }
    WaitingCommand command =
        new WaitingCommand(hex(ID_BYTES), device, address, now, now.plus(LIFETIME));
    Begun begun = new Begun(command, hex(SECRET_BYTES), code());
    byId.put(command.id(), new Entry(begun));
    return Optional.of(begun);
  }

  private void makeRoom(String network) {
    List<Entry> own =
        byId.values().stream()
            .filter(entry -> entry.confirmed == null)
            .filter(entry -> SourceNetwork.ofText(entry.command.address()).equals(network))
            .toList();
    if (own.size() >= PER_NETWORK) {
      byId.remove(own.getFirst().command.id());
    }
  }

  /// The command that waits under an id, and that nobody has confirmed.
  synchronized Optional<WaitingCommand> waiting(String id) {
    return current(id).filter(entry -> entry.confirmed == null).map(entry -> entry.command);
  }

  /// Gives a command to whoever knows its code.
  ///
  /// @return false where the code is wrong; too often, and the command waits no more
  synchronized boolean confirm(String id, String code, ProvedLogin login) {
    Entry entry = current(id).filter(one -> one.confirmed == null).orElse(null);
    if (entry == null) {
      return false;
    }
    if (!isSame(entry.code, plain(code))) {
      entry.wrong++;
      if (entry.wrong >= WRONG_CODES) {
        byId.remove(id);
      }
      return false;
    }
    entry.confirmed = login;
    return true;
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

  /// Asked by the command itself.
  synchronized Fate fate(String id, String secret) {
    Entry entry = current(id).filter(one -> isSame(one.secret, secret)).orElse(null);
    if (entry == null) {
      return new Fate.Gone();
    }
    ProvedLogin login = entry.confirmed;
    if (login == null) {
      return new Fate.Waiting();
    }
    byId.remove(id);
    return new Fate.Confirmed(login);
  }

  private Optional<Entry> current(String id) {
    return Optional.ofNullable(byId.get(id))
        .filter(entry -> clock.instant().isBefore(entry.command.until()));
  }

  private static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
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
