package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Has people log in at a provider from now on, or otherwise than before.
///
/// @param secret the client's; null keeps the former as long as it goes to the same issuer for the
///   same client. A secret is never sent to anybody but whom it was made for.
/// @param madeOf the settings of which a part was changed; null where they are new as a whole
public record SetIdentityProvider(
    IdentityProvider provider, @Nullable SecretText secret, @Nullable IdentityProvider madeOf)
    implements Command<IdentityProvider> {
  @Override
  public Decision<IdentityProvider> decide(Tailnet image, Moment moment) {
    if (madeOf != null && !isThere(image, madeOf)) {
      return Decision.refused(
          Refusal.Reason.STALE,
          "The identity provider "
              + provider.name()
              + " was changed meanwhile; look at it and try again.");
    }
    List<TailnetChange.Edit> edits = new ArrayList<>(List.of(new TailnetChange.Put(provider)));
    Optional<Secret> held = held(image, provider.name());
    if (secret != null) {
      edits.add(new TailnetChange.Put(named(secret)));
    } else if (isForTheSame(image)) {
      imported(image).map(text -> new TailnetChange.Put(named(text))).ifPresent(edits::add);
    } else {
      held.map(TailnetChange.Removed::new).ifPresent(edits::add);
    }
    Disowned.edits(image, provider.name(), provider).forEach(edits::add);
    return new Decision.Accepted<>(edits, provider);
  }

  private Secret named(SecretText text) {
    return new Secret(SecretRole.OIDC_CLIENT_SECRET, provider.name(), text);
  }

  private boolean isForTheSame(Tailnet image) {
    Optional<IdentityProvider> before = image.identityProvider(provider.name());
    if (before.isPresent()) {
      return before.get().issuer().equals(provider.issuer())
          && before.get().clientId().equals(provider.clientId());
    }
    return isImported(image, provider);
  }

  /// Whether the settings are those in force; one that was removed meanwhile does not come back.
  private static boolean isThere(Tailnet image, IdentityProvider settings) {
    Optional<IdentityProvider> now = image.identityProvider(settings.name());
    return now.isPresent() ? now.get().equals(settings) : isImported(image, settings);
  }

  private static boolean isImported(Tailnet image, IdentityProvider one) {
    return one.name().equals(IdentityProvider.HEADSCALES)
        && image
            .server()
            .map(ServerSettings::oidc)
            .filter(oidc -> oidc.issuer().equals(one.issuer()))
            .filter(oidc -> oidc.clientId().equals(one.clientId()))
            .isPresent();
  }

  /// The imported secret, where this takes the place of the imported provider.
  private Optional<SecretText> imported(Tailnet image) {
    return image.identityProvider(provider.name()).isPresent()
        ? Optional.empty()
        : held(image, Secret.ONLY).map(Secret::value);
  }

  static Optional<Secret> held(Tailnet image, String name) {
    return image.secrets().stream()
        .filter(secret -> secret.role() == SecretRole.OIDC_CLIENT_SECRET)
        .filter(secret -> secret.name().equals(name))
        .findFirst();
  }

  @Override
  public String object() {
    return "identityProviders/" + provider.name();
  }

  /// Never the secret.
  @Override
  public String toString() {
    return "SetIdentityProvider(" + provider.name() + ")";
  }
}
