package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.state.ProvedLogin;
import dev.wayleave.tailnet.model.UserId;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// People who are on their way to prove a second login, kept in memory by the replica where they
/// set out. Each is bound to the browser and good for one link.
@Singleton
final class PendingLinks {
  private static final Duration LIFETIME = Duration.ofMinutes(10);
  private static final int TOTAL = 1_000;
  private static final int BYTES = 20;
  private static final HexFormat HEX = HexFormat.of();

  private final InstantSource clock;
  private final SecureRandom random;
  private final Map<String, Link> byId =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Link> eldest) {
          return size() > TOTAL;
        }
      };

  /// A link to be.
  ///
  /// @param user who gets the second login
  /// @param session the login by which the user is known
  /// @param browser the hash of what the browser presents that set out
  record Link(String id, UserId user, ProvedLogin session, String browser, Instant begun) {}

  PendingLinks(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  synchronized Link begin(UserId user, ProvedLogin session, String browser) {
    Link link = new Link(hex(), user, session, browser, clock.instant());
    byId.put(link.id(), link);
    return link;
  }

  /// The link that this browser set out for.
  synchronized Optional<Link> of(String id, String browser) {
    return Optional.ofNullable(byId.get(id))
        .filter(link -> clock.instant().isBefore(link.begun().plus(LIFETIME)))
        .filter(link ->
            MessageDigest.isEqual(
                link.browser().getBytes(StandardCharsets.UTF_8),
                browser.getBytes(StandardCharsets.UTF_8)));
  }

  /// Spends a link; false where it has been spent.
  synchronized boolean take(Link link) {
    return byId.remove(link.id(), link);
  }

  private String hex() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return HEX.formatHex(bytes);
  }
}
