package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.kept.Bound;
import dev.wayleave.coordinator.kept.Bound.Among;
import dev.wayleave.coordinator.kept.Digest;
import dev.wayleave.coordinator.kept.Kept;
import dev.wayleave.coordinator.kept.KeptJson;
import dev.wayleave.coordinator.kept.KeptKind;
import dev.wayleave.coordinator.kept.KeptRows;
import dev.wayleave.coordinator.kept.Room;
import dev.wayleave.coordinator.security.FailureLimit;
import dev.wayleave.coordinator.state.Registration;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.Node;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// The devices that wait for a person to let them in, at whatever replica they asked.
///
/// They are kept in the database, so that any replica lists them and decides on them; questions are
/// held by the replica that was asked ([HeldDevices]). What is let in otherwise is noticed through
/// the tailnet's log.
final class PendingLogins {
  /// 160 random bits, in hex digits: no dash that a command could take for an option.
  private static final int ID_BYTES = 20;

  /// A replica that decides and dies is waited for so long.
  private static final Duration CLAIM = Duration.ofMinutes(1);

  private static final KeptKind KIND = KeptKind.DEVICE;
  private static final String REJECTED = "rejected";
  private static final HexFormat HEX = HexFormat.of();

  private final KeptRows kept;
  private final Function<Registration, Optional<Node>> known;
  private final InstantSource clock;
  private final SecureRandom random;
  private final LoginLimits limits;
  private final FailureLimit beginnings;
  private final HeldDevices held;

  /// What comes of a wish to wait.
  sealed interface Opened {
    /// It waits, under this id.
    record Waiting(PendingLogin login) implements Opened {}

    /// Too many wait already.
    record Full(String sentence) implements Opened {}
  }

  /// @param known the node that has the keys of a device, on the image of this moment
  PendingLogins(
      KeptRows kept,
      Function<Registration, Optional<Node>> known,
      InstantSource clock,
      SecureRandom random,
      LoginLimits limits) {
    this.kept = kept;
    this.known = known;
    this.clock = clock;
    this.random = random;
    this.limits = limits;
    this.beginnings = new FailureLimit(clock, limits.perMinute(), Duration.ofMinutes(1));
    this.held = new HeldDevices(known, clock);
  }

  /// Has a device wait; one that says exactly what it said before goes on waiting as it did.
  Opened open(Registration device, String address) {
    Instant now = Kept.exact(clock.instant());
    String keys = keys(device.machineKey(), device.nodeKey());
    Optional<PendingLogin> same =
        kept.showing(KIND, keys, now).stream()
            .filter(one -> one.answer() == null)
            .flatMap(one -> login(one).stream())
            .filter(login -> login.device().equals(device))
            .findFirst();
    if (same.isPresent()) {
      return new Opened.Waiting(same.get());
    }
    if (beginnings.isExceeded(address)) {
      return new Opened.Full("Too many logins were begun from your address; wait a minute.");
    }
    PendingLogin login =
        new PendingLogin(id(), device, address, now, Kept.exact(now.plus(limits.lifetime())));
    Room room =
        kept.keep(
            Kept.of(KIND, login.id(), KeptJson.write(login), now, login.until())
                .of(device.machineKey().toString(), address)
                .showing(keys),
            List.of(
                Bound.oldestGivesWay(Among.PROOF, 1),
                Bound.oldestGivesWay(Among.OWNER, limits.perMachine()),
                Bound.refused(Among.ALL, limits.total()),
                Bound.refused(Among.SOURCE, limits.perAddress()),
                Bound.oldestGivesWay(Among.DECIDED, limits.total())));
    room.gaveWay().forEach(id -> held.tell(id, new Ending.Lapsed()));
    Bound full = room.refusedBy();
    if (full != null) {
      return new Opened.Full(
          full.among() == Among.ALL
              ? "Too many devices wait to be let in; try again later."
              : "Too many devices at your address wait to be let in; try again later.");
    }
    beginnings.failed(address);
    return new Opened.Waiting(login);
  }

  private String id() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return HEX.formatHex(id);
  }

  /// The keys of a device: a node key alone is a claim that any machine may make.
  private static String keys(MachineKey machine, NodeKey node) {
    return Digest.of(machine + "\n" + node);
  }

  private static Optional<PendingLogin> login(Kept one) {
    return KeptJson.read(PendingLogin.class, one.body());
  }

  /// The login with this id that nobody has decided on yet.
  Optional<PendingLogin> waiting(String id) {
    return kept.find(KIND, id, clock.instant())
        .filter(this::isWaiting)
        .flatMap(PendingLogins::login);
  }

  /// Who came in by another way waits no more, whatever the row says.
  private boolean isWaiting(Kept one) {
    return one.answer() == null
        && login(one).filter(login -> known.apply(login.device()).isEmpty()).isPresent();
  }

  /// All that wait, oldest first.
  List<PendingLogin> waiting() {
    return kept.all(KIND, clock.instant()).stream()
        .filter(this::isWaiting)
        .flatMap(one -> login(one).stream())
        .toList();
  }

  /// Whether a device has such a login, be it waiting or turned away.
  boolean knows(String id, Registration device) {
    return of(id, device).isPresent();
  }

  private Optional<Kept> of(String id, Registration device) {
    String keys = keys(device.machineKey(), device.nodeKey());
    return kept.find(KIND, id, clock.instant()).filter(one -> one.proof().equals(keys));
  }

  /// Tells a device what its login comes to, or came to; an older listener at this replica is told
  /// that it is superseded.
  ///
  /// @return false where there is no such login of that device
  boolean listen(String id, Registration device, Consumer<Ending> listener) {
    Kept one = of(id, device).orElse(null);
    if (one == null) {
      return false;
    }
    if (one.answer() != null) {
      listener.accept(new Ending.Rejected());
    } else {
      held.hold(id, device, one.until(), listener);
    }
    return true;
  }

  /// Forgets a listener whose connection is gone; the login goes on waiting.
  void leave(String id, Consumer<Ending> listener) {
    held.leave(id, listener);
  }

  /// Takes a login for a decision, so that no other is made on it meanwhile.
  Optional<PendingLogin> claim(String id) {
    Instant now = clock.instant();
    return kept.claim(KIND, id, now, now.plus(CLAIM))
        .filter(this::isWaiting)
        .flatMap(PendingLogins::login);
  }

  /// Gives a login back on which the decision was not carried out.
  void release(PendingLogin login) {
    kept.release(KIND, login.id());
  }

  /// Ends the login of a device that is a node now, however it came to be one. It does not wait.
  void admitted(Node node) {
    held.admitted(node);
  }

  /// Forgets a login whose device was let in.
  void spent(PendingLogin login) {
    kept.forget(KIND, login.id());
  }

  /// Turns a device away. It is remembered for as long as it would have waited, so that the device
  /// learns of it also where its connection is down at this moment.
  void rejected(PendingLogin login) {
    kept.answer(KIND, login.id(), REJECTED, clock.instant());
    held.tell(login.id(), new Ending.Rejected());
  }

  /// Looks what became of the logins about which questions are held here.
  void look() {
    List<String> ids = held.ids();
    if (!ids.isEmpty()) {
      held.look(ids, kept.find(KIND, ids, clock.instant()));
    }
  }

  /// Forgets the logins of devices that came in by another way.
  void sweep() {
    look();
    kept.all(KIND, clock.instant()).stream()
        .filter(one -> one.answer() == null && !isWaiting(one))
        .forEach(one -> kept.forget(KIND, one.key()));
  }
}
