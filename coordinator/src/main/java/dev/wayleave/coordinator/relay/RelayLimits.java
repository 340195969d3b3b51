package dev.wayleave.coordinator.relay;

import dev.wayleave.protocol.derp.FrameLimits;
import java.time.Duration;

/// How much the relay takes on; `docs/limits.md` says what each is for.
///
/// @param connections how many may be open at once
/// @param logins how many of them may not have logged in yet
/// @param connectionsOfKey how many one node may have; the one that was silent longest is closed
///   beyond
/// @param loginTime until a connection must have logged in
/// @param writeTime how long a client may take nothing while something waits for it
/// @param keepAlive how often a connection is shown to live, up to a twelfth later; a client gives
///   up after 120 s
/// @param queuePackets how many packets may wait for a client, and as many small ones by which
///   clients find each other
/// @param queueBytes how many bytes of packets may wait for a client
/// @param bytesPerSecond how fast a client may send; it is read no further until then
/// @param burstBytes how much of it at once
/// @param connects how many connections an address may begin
/// @param questions how often an address may ask `/verify` and `/bootstrap-dns`
/// @param stun how many STUN requests of an address are answered
public record RelayLimits(
    int connections,
    int logins,
    int connectionsOfKey,
    Duration loginTime,
    Duration writeTime,
    Duration keepAlive,
    int queuePackets,
    int queueBytes,
    long bytesPerSecond,
    long burstBytes,
    Rate connects,
    Rate questions,
    Rate stun) {

  /// How often something may happen.
  ///
  /// @param burst how often at once
  public record Rate(long perSecond, long burst) {
    public Rate {
      requirePositive("rate", perSecond);
      requirePositive("burst", burst);
    }
  }

  /// A client behind the slowest allowance can still send the longest packet.
  static final int LEAST_BURST = FrameLimits.MAX_PACKET_BYTES + 64;

  /// For a few thousand nodes, many of them behind one address.
  public static final RelayLimits DEFAULT =
      new RelayLimits(
          20_000,
          1_000,
          8,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          32,
          1 << 20,
          64 << 20,
          16 << 20,
          new Rate(50, 500),
          new Rate(20, 100),
          new Rate(100, 500));

  public RelayLimits {
    requirePositive("number of connections", connections);
    requirePositive("number of logins", logins);
    requirePositive("number of connections of one key", connectionsOfKey);
    requirePositive("time of a login", loginTime.toMillis());
    requirePositive("time of a write", writeTime.toMillis());
    requirePositive("time between keep-alives", keepAlive.toMillis());
    requirePositive("number of packets that wait", queuePackets);
    requirePositive("number of bytes that wait", queueBytes);
    requirePositive("number of bytes per second", bytesPerSecond);
    if (burstBytes < LEAST_BURST) {
      throw new IllegalArgumentException(
          "the burst of the relay is %d bytes; it must hold a packet, so at least %d"
              .formatted(burstBytes, LEAST_BURST));
    }
  }

  private static void requirePositive(String what, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException("the %s of the relay is %d".formatted(what, value));
    }
  }
}
