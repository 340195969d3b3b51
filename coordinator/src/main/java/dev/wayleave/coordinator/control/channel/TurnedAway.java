package dev.wayleave.coordinator.control.channel;

import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.key.MachineKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/// Clients that are too old to be served: what they are told, and one line in the log for each.
///
/// A client dials again for ever, and machine keys cost nothing to make, so a machine is logged
/// once a day, and no more than a few in a minute.
final class TurnedAway {
  private static final Logger LOG = Logger.getLogger(TurnedAway.class);
  private static final Duration AGAIN = Duration.ofDays(1);
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int LINES_PER_WINDOW = 20;
  private static final int REMEMBERED = 10_000;

  private final InstantSource clock;
  private final Map<String, Instant> logged =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };
  private Instant windowBegan = Instant.MIN;
  private int lines;

  TurnedAway(InstantSource clock) {
    this.clock = clock;
  }

  /// Notes a client that is too old, and says what it shows.
  String tooOld(MachineKey machine, CapabilityVersion version, String address) {
    String sentence =
        ("this client is too old: it speaks capability version %s, and this server needs %s or newer"
                + " (Tailscale 1.80); update it")
            .formatted(version, CapabilityVersion.OLDEST_SERVED);
    if (isNews(machine.toString())) {
      LOG.warnf("The machine %s at %s was turned away: %s.", machine, address, sentence);
    }
    return sentence;
  }

  /// Notes a client whose handshake is for another key, and says what it shows.
  String otherKey(String address) {
    if (isNews(address)) {
      LOG.warnf(
          "A client at %s was turned away: its handshake is for a Noise key that this server does"
              + " not have. If it came from another server, import that server's key.",
          address);
    }
    return "the handshake cannot be read: this server has another Noise key than the one that the"
        + " client holds; restart tailscaled to fetch it";
  }

  synchronized boolean isNews(String who) {
    Instant now = clock.instant();
    Instant last = logged.get(who);
    if (last != null && now.isBefore(last.plus(AGAIN))) {
      return false;
    }
    if (windowBegan.equals(Instant.MIN) || now.isAfter(windowBegan.plus(WINDOW))) {
      windowBegan = now;
      lines = 0;
    }
    if (lines == LINES_PER_WINDOW) {
      return false;
    }
    lines++;
    logged.remove(who);
    logged.put(who, now);
    return true;
  }
}
