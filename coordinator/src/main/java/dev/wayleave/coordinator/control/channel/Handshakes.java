package dev.wayleave.coordinator.control.channel;

import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.control.EarlyPayload;
import dev.wayleave.protocol.key.ChallengeKey;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.protocol.noise.Answered;
import dev.wayleave.protocol.noise.IdentifiedClient;
import dev.wayleave.protocol.noise.Initiation;
import dev.wayleave.protocol.noise.NoiseException;
import dev.wayleave.protocol.noise.Refusal;
import dev.wayleave.protocol.noise.Responder;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Answers handshakes: a few at once, a bounded number waiting, none on an event loop.
///
/// One costs four agreements of X25519, about a millisecond, and anybody may ask for it.
final class Handshakes implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Handshakes.class);
  private static final int CHALLENGE_BYTES = 32;
  private static final long THREADS_LINGER_SECONDS = 30;

  /// What comes of an initiation.
  sealed interface Outcome {
    /// The client is answered, and may begin with HTTP/2.
    record Accepted(Answered answered, EarlyPayload early) implements Outcome {}

    /// The client is told why not.
    record Refused(Refusal refusal) implements Outcome {}

    /// It waited longer than the client does.
    record Late() implements Outcome {}
  }

  /// A responder and the keys that it was made of.
  private record Keyed(List<MachinePrivateKey> keys, Responder responder) {}

  private final Supplier<List<MachinePrivateKey>> keys;
  private final SecureRandom random;
  private final ChannelLimits limits;
  private final TurnedAway turnedAway;
  private final ChannelMeters meters;
  private final ThreadPoolExecutor workers;
  private volatile @Nullable Keyed current;

  /// @param keys the current one first
  Handshakes(
      Supplier<List<MachinePrivateKey>> keys,
      SecureRandom random,
      ChannelLimits limits,
      TurnedAway turnedAway,
      ChannelMeters meters) {
    this.keys = keys;
    this.random = random;
    this.limits = limits;
    this.turnedAway = turnedAway;
    this.meters = meters;
    this.workers =
        new ThreadPoolExecutor(
            limits.handshakesAtOnce(),
            limits.handshakesAtOnce(),
            THREADS_LINGER_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(limits.handshakesWaiting()),
            Thread.ofPlatform().daemon().name("control-handshake-", 0).factory());
    workers.allowCoreThreadTimeOut(true);
  }

  /// Computes the outcome elsewhere and hands it to `then` there.
  ///
  /// @return false where too many are waiting
  boolean begin(Initiation initiation, String address, Consumer<Outcome> then) {
    long begun = System.nanoTime();
    try {
      workers.execute(() -> {
        boolean late = System.nanoTime() - begun > limits.handshakeDeadline().toNanos();
        then.accept(late ? new Outcome.Late() : answer(initiation, address));
      });
      return true;
    } catch (RejectedExecutionException full) {
      return false;
    }
  }

  private Outcome answer(Initiation initiation, String address) {
    @Nullable Responder responder = responder();
    if (responder == null) {
      return refused("this server has no Noise key yet; try again in a moment");
    }
    try (IdentifiedClient client = responder.read(initiation)) {
      if (!client.version().isAtLeast(CapabilityVersion.OLDEST_SERVED)) {
        meters.refused(Limit.VERSION);
        return refused(turnedAway.tooOld(client.peer(), client.version(), address));
      }
      byte[] challenge = new byte[CHALLENGE_BYTES];
      // Any 32 bytes are a public key of X25519. No client answers the challenge, so nobody needs
      // the private half.
      random.nextBytes(challenge);
      meters.accepted();
      return new Outcome.Accepted(client.answer(), new EarlyPayload(ChallengeKey.of(challenge)));
    } catch (NoiseException e) {
      LOG.debugf("A handshake from %s failed: %s.", address, e.getMessage());
      meters.refused(Limit.KEY);
      return refused(turnedAway.otherKey(address));
    }
  }

  private static Outcome refused(String sentence) {
    return new Outcome.Refused(new Refusal(sentence));
  }

  private @Nullable Responder responder() {
    List<MachinePrivateKey> now = keys.get();
    Keyed held = current;
    if (held != null && held.keys.equals(now)) {
      return held.responder;
    }
    if (now.isEmpty()) {
      return null;
    }
    Responder made = new Responder(now, random);
    current = new Keyed(List.copyOf(now), made);
    return made;
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
