package dev.wayleave.coordinator.oidc;

import dev.wayleave.coordinator.oidc.LoginFailedException.Kind;
import dev.wayleave.coordinator.state.LoginOwner;
import dev.wayleave.coordinator.state.ProvedLogin;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.User;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// Counts logins at identity providers.
///
/// Labels are names of providers that are configured, and words of this class: nothing that a
/// browser or a provider says becomes one, since each new value is kept for good.
final class LoginMeters {
  /// The label for a provider that is not configured here.
  private static final String NONE = "none";

  private final MeterRegistry registry;
  private final Providers providers;
  private final Supplier<Tailnet> image;
  private final InstantSource clock;

  LoginMeters(
      MeterRegistry registry, Providers providers, Supplier<Tailnet> image, InstantSource clock) {
    this.registry = registry;
    this.providers = providers;
    this.image = image;
    this.clock = clock;
  }

  /// Somebody was sent to a provider.
  void begun(String provider) {
    count(provider, "begun");
  }

  /// Somebody came back and is believed; whose the login is says `wayleave.logins.whose`.
  void proved(ProvedLogin login) {
    String name = login.provider().name();
    count(name, "proved");
    registry
        .counter("wayleave.logins.whose", "provider", label(name), "whose", whose(login))
        .increment();
  }

  /// Somebody is not logged in.
  void failed(String provider, Kind kind) {
    count(provider, "failed");
    String name = label(provider);
    registry
        .counter("wayleave.logins.failed", "provider", name, "reason", reason(kind))
        .increment();
    if (kind == Kind.UNAVAILABLE || kind == Kind.NOT_BELIEVED) {
      registry
          .counter("wayleave.identity.provider.failures", "provider", name, "reason", reason(kind))
          .increment();
    }
  }

  private void count(String provider, String result) {
    registry.counter("wayleave.logins", "provider", label(provider), "result", result).increment();
  }

  private String label(String provider) {
    return providers.known().stream()
        .map(known -> known.configured().provider().name())
        .filter(provider::equals)
        .findFirst()
        .orElse(NONE);
  }

  private static String reason(Kind kind) {
    return switch (kind) {
      case NOT_OURS -> "not-ours";
      case NOT_ALLOWED -> "not-allowed";
      case NO_PROVIDER -> "no-provider";
      case TOO_MANY -> "too-many";
      case NOT_BELIEVED -> "not-believed";
      case UNAVAILABLE -> "unavailable";
    };
  }

  private String whose(ProvedLogin login) {
    List<IdentityProvider> enabled =
        providers.enabled().stream().map(Providers.Configured::provider).toList();
    return switch (LoginOwner.of(image.get(), login, enabled, clock.instant())) {
      case LoginOwner.Known(User user) -> standing(user, "known");
      case LoginOwner.Awaited(User user, var _) -> standing(user, "awaited");
      case LoginOwner.Linked(User user) -> standing(user, "linked");
      case LoginOwner.Newcomer _ -> "newcomer";
      case LoginOwner.Unclear _ -> "refused";
    };
  }

  private static String standing(User user, String otherwise) {
    if (user.suspended()) {
      return "suspended";
    }
    return user.awaitingApproval() ? "awaits-approval" : otherwise;
  }
}
