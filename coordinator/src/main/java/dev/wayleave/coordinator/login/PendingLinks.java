package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.kept.Bound;
import dev.wayleave.coordinator.kept.Bound.Among;
import dev.wayleave.coordinator.kept.Digest;
import dev.wayleave.coordinator.kept.Kept;
import dev.wayleave.coordinator.kept.KeptJson;
import dev.wayleave.coordinator.kept.KeptKind;
import dev.wayleave.coordinator.kept.KeptRows;
import dev.wayleave.coordinator.state.ProvedLogin;
import dev.wayleave.tailnet.model.UserId;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// People who are on their way to prove a second login. Each is bound to the browser and good for
/// one link, at whatever replica.
@Singleton
final class PendingLinks {
  private static final Duration LIFETIME = Duration.ofMinutes(10);
  private static final int TOTAL = 1_000;
  private static final int BYTES = 20;
  private static final KeptKind KIND = KeptKind.LINK;
  private static final HexFormat HEX = HexFormat.of();

  private final KeptRows kept;
  private final InstantSource clock;
  private final SecureRandom random;

  /// A link to be.
  ///
  /// @param user who gets the second login
  /// @param session the login by which the user is known
  /// @param browser the hash of what the browser presents that set out
  record Link(String id, UserId user, ProvedLogin session, String browser, Instant begun) {}

  /// What stands in a row beside the id and the browser.
  private record Body(UserId user, ProvedLogin session) {}

  PendingLinks(KeptRows kept, InstantSource clock, SecureRandom random) {
    this.kept = kept;
    this.clock = clock;
    this.random = random;
  }

  Link begin(UserId user, ProvedLogin session, String browser) {
    Instant now = Kept.exact(clock.instant());
    Link link = new Link(hex(), user, session, browser, now);
    kept.keep(
        Kept.of(
                KIND,
                Digest.of(link.id()),
                KeptJson.write(new Body(user, session)),
                now,
                now.plus(LIFETIME))
            .showing(browser),
        List.of(Bound.oldestGivesWay(Among.ALL, TOTAL)));
    return link;
  }

  /// The link that this browser set out for.
  Optional<Link> of(String id, String browser) {
    return kept.find(KIND, Digest.of(id), clock.instant())
        .filter(one -> Digest.isSame(one.proof(), browser))
        .flatMap(one ->
            KeptJson.read(Body.class, one.body())
                .map(body -> new Link(id, body.user(), body.session(), browser, one.begun())));
  }

  /// Spends a link; false where it has been spent.
  boolean take(Link link) {
    return kept.take(KIND, Digest.of(link.id()), link.browser(), clock.instant()).isPresent();
  }

  private String hex() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return HEX.formatHex(bytes);
  }
}
