package dev.wayleave.coordinator.oidc;

import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The providers as the image of this moment and the configuration file have them.
final class ProvidersInForce implements Providers {
  private static final String CALLBACK = "/oidc/callback";

  private final Supplier<Tailnet> image;
  private final Supplier<Map<String, ProvidersFile.Entry>> file;

  /// @param file those of the file of providers
  ProvidersInForce(Supplier<Tailnet> image, Supplier<Map<String, ProvidersFile.Entry>> file) {
    this.image = image;
    this.file = file;
  }

  @Override
  public List<Known> known() {
    return List.copyOf(all().values());
  }

  @Override
  public List<Configured> enabled() {
    return all().values().stream()
        .map(Known::configured)
        .filter(known -> known.provider().enabled())
        .toList();
  }

  @Override
  public Optional<Configured> enabled(String name) {
    return Optional.ofNullable(all().get(name))
        .map(Known::configured)
        .filter(known -> known.provider().enabled());
  }

  private SortedMap<String, Known> all() {
    Tailnet now = image.get();
    SortedMap<String, Known> all = new TreeMap<>();
    now.server()
        .map(ServerSettings::oidc)
        .map(ProvidersInForce::imported)
        .ifPresent(provider -> put(all, provider, secret(now, Secret.ONLY), Origin.IMPORTED));
    // One of these names replaces what was imported together with its secret: the old secret is
    // never sent to another provider.
    now.identityProviders()
        .forEach(provider -> put(all, provider, secret(now, provider.name()), Origin.API));
    file.get().values().forEach(entry -> put(all, entry.provider(), entry.secret(), Origin.FILE));
    return all;
  }

  private static void put(
      SortedMap<String, Known> all,
      IdentityProvider provider,
      Optional<SecretText> secret,
      Origin origin) {
    Configured configured = new Configured(provider, secret, callbackPath(provider.name()));
    all.put(provider.name(), new Known(configured, origin));
  }

  static String callbackPath(String name) {
    return name.equals(IdentityProvider.HEADSCALES) ? CALLBACK : CALLBACK + "/" + name;
  }

  private static Optional<SecretText> secret(Tailnet image, String name) {
    return image.secrets().stream()
        .filter(secret -> secret.role() == SecretRole.OIDC_CLIENT_SECRET)
        .filter(secret -> secret.name().equals(name))
        .map(Secret::value)
        .findFirst();
  }

  /// What Headscale's configuration says, in our words.
  static IdentityProvider imported(ServerSettings.Oidc oidc) {
    return new IdentityProvider(
        IdentityProvider.HEADSCALES,
        IdentityProvider.Kind.OIDC,
        label(oidc.issuer()),
        true,
        oidc.issuer(),
        oidc.clientId(),
        oidc.scopes(),
        oidc.extraParams(),
        pkce(oidc),
        new IdentityProvider.Allowed(
            oidc.allowedDomains(), oidc.allowedUsers(), oidc.allowedGroups()),
        oidc.emailVerifiedRequired(),
        IdentityProvider.Claims.STANDARD,
        new IdentityProvider.Term(oidc.expiryFromToken(), oidc.nodeExpiry()),
        Set.of(),
        Map.of(),
        Map.of());
  }

  private static IdentityProvider.Pkce pkce(ServerSettings.Oidc oidc) {
    if (!oidc.pkce()) {
      return IdentityProvider.Pkce.OFF;
    }
    return oidc.pkceMethod().equals("plain")
        ? IdentityProvider.Pkce.PLAIN
        : IdentityProvider.Pkce.S256;
  }

  /// Where people know the provider by, as the configuration has no name for it.
  private static String label(String issuer) {
    try {
      String host = URI.create(issuer).getHost();
      return host == null ? issuer : host;
    } catch (IllegalArgumentException e) {
      return issuer;
    }
  }
}
