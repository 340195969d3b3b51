package dev.wayleave.coordinator.security;

import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.KeepProof;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.TailnetEntity;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Has an imported key that somebody proved to hold compared by SHA-256 from then on.
///
/// It waits for the commit, so that whoever plans a migration with such a key plans on the image
/// that holds the proof; where the database is slow or away, the next use of the key tries again.
public final class ProofKeeper {
  private static final Logger LOG = Logger.getLogger(ProofKeeper.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final BiConsumer<TailnetEntity, SecretText> keep;

  ProofKeeper(BiConsumer<TailnetEntity, SecretText> keep) {
    this.keep = keep;
  }

  /// Keeps proofs in the tailnet's state.
  public static ProofKeeper in(TailnetState state) {
    return new ProofKeeper((key, proof) -> submit(state, new KeepProof(key, proof)));
  }

  private static void submit(TailnetState state, KeepProof command) {
    Boolean kept =
        state
            .submit(command, Actor.COORDINATOR)
            .thenApply(_ -> true)
            .completeOnTimeout(false, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionally(_ -> false)
            .join();
    if (!kept) {
      LOG.debugf("The proof of %s is kept another time", command.object());
    }
  }

  /// Says that somebody presented the secret of a key.
  void proven(TailnetEntity key, KeySecret kept, @Nullable SecretText proof, String secret) {
    boolean quick =
        kept instanceof KeySecret.Hashed hashed
            && !hashed.hash().isWithheld()
            && hashed.hash().reveal().startsWith(KeyMaker.SHA256);
    if (proof == null && !quick) {
      keep.accept(key, SecretText.of(KeyMaker.hash(secret)));
    }
  }
}
