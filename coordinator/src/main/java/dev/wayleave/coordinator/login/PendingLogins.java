package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.security.FailureLimit;
import dev.wayleave.coordinator.state.Registration;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.Node;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The devices that wait for a person to let them in.
///
/// They are kept in memory, by the replica that the device asked, and forgotten when it ends: the
/// device asks again and gets another address to show. Another replica does not know them and says
/// so to whoever asks it; what it lets in otherwise is noticed here through the tailnet's log.
final class PendingLogins {
  /// 160 random bits, in hex digits: no dash that a command could take for an option.
  private static final int ID_BYTES = 20;

  private static final HexFormat HEX = HexFormat.of();

  private final InstantSource clock;
  private final SecureRandom random;
  private final LoginLimits limits;
  private final FailureLimit beginnings;
  private final Map<String, PendingLogin> byId = new LinkedHashMap<>();
  private final Map<Keys, PendingLogin> byKeys = new HashMap<>();

  /// The keys of a device: a node key alone is a claim that any machine may make.
  private record Keys(MachineKey machine, NodeKey node) {
    static Keys of(Registration device) {
      return new Keys(device.machineKey(), device.nodeKey());
    }
  }

  /// What comes of a wish to wait.
  sealed interface Opened {
    /// It waits, under this id.
    record Waiting(PendingLogin login) implements Opened {}

    /// Too many wait already.
    record Full(String sentence) implements Opened {}
  }

  PendingLogins(InstantSource clock, SecureRandom random, LoginLimits limits) {
    this.clock = clock;
    this.random = random;
    this.limits = limits;
    this.beginnings = new FailureLimit(clock, limits.perMinute(), Duration.ofMinutes(1));
  }

  /// Has a device wait; one that says exactly what it said before goes on waiting as it did.
  Opened open(Registration device, String address) {
    List<Runnable> news = new ArrayList<>();
    Opened opened = open(device, address, news);
    news.forEach(Runnable::run);
    return opened;
  }

  private synchronized Opened open(Registration device, String address, List<Runnable> news) {
    news.addAll(lapse());
    PendingLogin known = byKeys.get(Keys.of(device));
    if (known != null && known.ending == null && known.device().equals(device)) {
      return new Opened.Waiting(known);
    }
    List<PendingLogin> siblings =
        byId.values().stream()
            .filter(login -> login.device().machineKey().equals(device.machineKey()))
            .toList();
    if (beginnings.isExceeded(address)) {
      return new Opened.Full("Too many logins were begun from your address; wait a minute.");
    }
    boolean makesRoom = known != null || siblings.size() >= limits.perMachine();
    if (!makesRoom && byId.size() >= limits.total()) {
      return new Opened.Full("Too many devices wait to be let in; try again later.");
    }
    if (!makesRoom && count(address) >= limits.perAddress()) {
      return new Opened.Full(
          "Too many devices at your address wait to be let in; try again later.");
    }
    if (known != null) {
      news.add(end(known, new Ending.Lapsed()));
    } else if (siblings.size() >= limits.perMachine()) {
      news.add(end(siblings.getFirst(), new Ending.Lapsed()));
    }
    beginnings.failed(address);
    return new Opened.Waiting(add(device, address));
  }

  private long count(String address) {
    return byId.values().stream().filter(login -> login.address().equals(address)).count();
  }

  private PendingLogin add(Registration device, String address) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    Instant now = clock.instant();
    PendingLogin login =
        new PendingLogin(HEX.formatHex(id), device, address, now, now.plus(limits.lifetime()));
    byId.put(login.id(), login);
    byKeys.put(Keys.of(device), login);
    return login;
  }

  /// The login with this id that nobody has decided on yet.
  synchronized Optional<PendingLogin> waiting(String id) {
    return Optional.ofNullable(byId.get(id)).filter(this::isWaiting);
  }

  private boolean isWaiting(PendingLogin login) {
    return login.ending == null && clock.instant().isBefore(login.until());
  }

  /// All that wait, oldest first.
  synchronized List<PendingLogin> waiting() {
    return byId.values().stream()
        .filter(this::isWaiting)
        .sorted(Comparator.comparing(PendingLogin::begun))
        .toList();
  }

  /// Whether a device has such a login, be it waiting or turned away.
  synchronized boolean knows(String id, Registration device) {
    PendingLogin login = byId.get(id);
    return login != null
        && Keys.of(login.device()).equals(Keys.of(device))
        && clock.instant().isBefore(login.until());
  }

  /// Tells a device what its login comes to, or came to; an older listener of it is told that it is
  /// superseded.
  ///
  /// @return false where there is no such login of that device
  boolean listen(String id, Registration device, Consumer<Ending> listener) {
    Runnable news;
    synchronized (this) {
      PendingLogin login = byId.get(id);
      if (login == null || !knows(id, device)) {
        return false;
      }
      Ending ending = login.ending;
      Consumer<Ending> older = login.listener;
      if (ending != null) {
        news = () -> listener.accept(ending);
      } else {
        login.listener = listener;
        news = telling(older, new Ending.Superseded());
      }
    }
    news.run();
    return true;
  }

  /// Forgets a listener whose connection is gone; the login goes on waiting.
  synchronized void leave(String id, Consumer<Ending> listener) {
    PendingLogin login = byId.get(id);
    if (login != null && listener.equals(login.listener)) {
      login.listener = null;
    }
  }

  /// Takes a login for a decision, so that no other is made on it meanwhile.
  synchronized Optional<PendingLogin> claim(String id) {
    Optional<PendingLogin> login = waiting(id).filter(waiting -> !waiting.claimed);
    login.ifPresent(claimed -> claimed.claimed = true);
    return login;
  }

  /// Gives a login back on which the decision was not carried out.
  synchronized void release(PendingLogin login) {
    login.claimed = false;
  }

  /// Ends the login of a device that is a node now, however it came to be one.
  void admitted(Node node) {
    Runnable news;
    synchronized (this) {
      PendingLogin login = byKeys.get(new Keys(node.machineKey(), node.nodeKey()));
      if (login == null) {
        return;
      }
      news = end(login, new Ending.Admitted(node));
    }
    news.run();
  }

  /// Turns a device away. It is remembered for as long as it would have waited, so that the device
  /// learns of it also where its connection is down at this moment.
  void rejected(PendingLogin login) {
    Runnable news;
    synchronized (this) {
      login.ending = new Ending.Rejected();
      news = telling(login.listener, login.ending);
      login.listener = null;
      byKeys.remove(Keys.of(login.device()), login);
    }
    news.run();
  }

  /// Ends what has waited too long.
  void sweep() {
    List<Runnable> news;
    synchronized (this) {
      news = lapse();
    }
    news.forEach(Runnable::run);
  }

  /// Under the lock; what it returns is to be run without it.
  private List<Runnable> lapse() {
    Instant now = clock.instant();
    List<PendingLogin> old =
        byId.values().stream().filter(login -> !now.isBefore(login.until())).toList();
    return old.stream().map(login -> end(login, new Ending.Lapsed())).toList();
  }

  private Runnable end(PendingLogin login, Ending ending) {
    byId.remove(login.id(), login);
    byKeys.remove(Keys.of(login.device()), login);
    Consumer<Ending> listener = login.listener;
    login.ending = ending;
    login.listener = null;
    return telling(listener, ending);
  }

  private static Runnable telling(@Nullable Consumer<Ending> listener, Ending ending) {
    return listener == null ? () -> {} : () -> listener.accept(ending);
  }
}
