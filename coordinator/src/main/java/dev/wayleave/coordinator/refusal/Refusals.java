package dev.wayleave.coordinator.refusal;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The devices that this replica turned away lately, each with its last reason.
///
/// Whoever makes up machine keys can fill this, so it is bounded and the longest silent go first.
@Singleton
public final class Refusals {
  static final int MOST = 10_000;

  /// A sentence may quote what a device said.
  private static final int LONGEST = 300;

  private final InstantSource clock;
  private final Map<MachineKey, Refused> byMachine =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MachineKey, Refused> eldest) {
          return size() > MOST;
        }
      };

  public Refusals(InstantSource clock) {
    this.clock = clock;
  }

  /// Notes that a device was turned away.
  ///
  /// @param hostname what it calls itself; empty where it does not say
  public synchronized void refused(
      MachineKey machine,
      NodeKey node,
      String hostname,
      Refused.Reason reason,
      String sentence,
      String address) {
    // Taken out first, so that it is the youngest again.
    Refused before = byMachine.remove(machine);
    byMachine.put(
        machine,
        new Refused(
            machine,
            node,
            hostname.isEmpty() && before != null ? before.hostname() : cut(hostname),
            reason,
            cut(sentence),
            address,
            clock.instant(),
            before == null ? 1 : before.attempts() + 1));
  }

  /// Notes that a device was let in, with whatever node key.
  public synchronized void admitted(MachineKey machine) {
    byMachine.remove(machine);
  }

  /// All of them, the latest first.
  public synchronized List<Refused> list() {
    Collection<Refused> all = byMachine.values();
    return List.copyOf(all).reversed();
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }
}
