package dev.wayleave.exporters.headscale.files;

import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.IdentityProvider.Claims;
import dev.wayleave.tailnet.model.IdentityProvider.Kind;
import dev.wayleave.tailnet.model.IdentityProvider.Pkce;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.ServerSettings.Oidc;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.User;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The one provider of a coordinator that Headscale's configuration can name.
///
/// A coordinator logs people in at several, and Headscale at one; so it is carried where exactly
/// one is enabled and Headscale can be told all that decides who somebody is. A provider of the
/// name `oidc` stands in place of the one that was imported, also where it is disabled: then nobody
/// logs in by either.
public final class LoginProvider {
  private static final String OBJECT = "identity provider ";

  private final Inventory source;
  private final List<IdentityProvider> own;
  private final List<Finding> findings = new ArrayList<>();

  private LoginProvider(Inventory source) {
    this.source = source;
    this.own = source.identityProviders();
  }

  /// What is to be written instead of an inventory, with what is to be known of that.
  ///
  /// @param inventory in which the server's settings name the provider, the secret is that one's,
  ///   and the identity of each user at it is the user's first
  public record Carried(Inventory inventory, List<Finding> findings) {
    public Carried {
      findings = List.copyOf(findings);
    }
  }

  /// Chooses the provider of an inventory.
  public static Carried of(Inventory inventory) {
    return new LoginProvider(inventory).carried();
  }

  private Carried carried() {
    ServerSettings server = source.server().orElse(null);
    if (server == null || own.isEmpty()) {
      return new Carried(source, List.of());
    }
    boolean replaced = own.stream().anyMatch(one -> one.name().equals(IdentityProvider.HEADSCALES));
    if (server.oidc() != null && !replaced) {
      return new Carried(with(server, null, Secret.ONLY), List.of());
    }
    IdentityProvider chosen = chosen();
    Inventory written =
        chosen == null
            ? with(server.loggingInAt(null), null, null)
            : with(server.loggingInAt(oidc(chosen)), chosen, chosen.name());
    if (chosen != null) {
      remark(chosen, server);
    }
    return new Carried(written, findings);
  }

  private @Nullable IdentityProvider chosen() {
    List<IdentityProvider> enabled = own.stream().filter(IdentityProvider::enabled).toList();
    boolean one = enabled.size() == 1;
    return one
            && enabled.getFirst().kind() == Kind.OIDC
            && enabled.getFirst().claims().equals(Claims.STANDARD)
        ? enabled.getFirst()
        : null;
  }

  private static Oidc oidc(IdentityProvider provider) {
    return new Oidc(
        provider.issuer(),
        provider.clientId(),
        provider.scopes(),
        provider.extraParams(),
        provider.allowed().domains(),
        provider.allowed().users(),
        provider.allowed().groups(),
        provider.emailVerifiedRequired(),
        provider.term().fromToken(),
        provider.term().fixed(),
        provider.pkce() != Pkce.OFF,
        provider.pkce() == Pkce.PLAIN ? "plain" : "S256",
        true);
  }

  /// The inventory without one provider, and with no client secret but that one's.
  ///
  /// @param secret whose secret is kept; null keeps none
  private Inventory with(
      ServerSettings server, @Nullable IdentityProvider chosen, @Nullable String secret) {
    Inventory.Builder written = Inventory.builder(source.source());
    source
        .entities()
        .forEach(entity -> {
          TailnetEntity value =
              entity.value() instanceof ServerSettings
                  ? server
                  : written(entity.value(), chosen, secret);
          if (value != null) {
            written.add(new Entity<>(value, entity.row()));
          }
        });
    source.leftovers().forEach(written::addLeftover);
    return written.build();
  }

  private static @Nullable TailnetEntity written(
      TailnetEntity entity, @Nullable IdentityProvider chosen, @Nullable String secret) {
    if (entity instanceof Secret kept && kept.role() == SecretRole.OIDC_CLIENT_SECRET) {
      return kept.name().equals(secret) ? new Secret(kept.role(), Secret.ONLY, kept.value()) : null;
    }
    if (chosen != null && entity instanceof User user) {
      return knownAt(chosen, user);
    }
    return entity.equals(chosen) ? null : entity;
  }

  /// Headscale holds one identity of a user: the one by which logins are going to come.
  private static User knownAt(IdentityProvider provider, User user) {
    List<Identity> ordered = new ArrayList<>(user.identities());
    ordered.sort((one, other) -> Boolean.compare(isAt(provider, other), isAt(provider, one)));
    return user.knownBy(ordered, user.expected());
  }

  private static boolean isAt(IdentityProvider provider, Identity identity) {
    String issuer = identity.issuer();
    String before = provider.issuer().replaceFirst("/+$", "") + "/";
    return issuer == null
        ? identity.identifier().startsWith(before)
        : issuer.equals(provider.issuer());
  }

  private void remark(IdentityProvider chosen, ServerSettings server) {
    String object = OBJECT + chosen.name();
    if (!chosen.name().equals(IdentityProvider.HEADSCALES)) {
      findings.add(
          Finding.action(
              "OIDC_CALLBACK_MOVED",
              object,
              "People come back from the provider to another address: Headscale's is %s/oidc/callback."
                  .formatted(server.serverUrl().replaceFirst("/+$", "")),
              "Allow that address at the provider, as a redirect URI of the client "
                  + chosen.clientId()
                  + "."));
    }
    List<String> lost = new ArrayList<>();
    if (!chosen.linkDomains().isEmpty()) {
      lost.add("domains in which an address is enough to be taken for a user");
    }
    if (!chosen.policyGroups().isEmpty()) {
      lost.add("groups that stand for groups of the policy");
    }
    if (!chosen.groupRoles().isEmpty()) {
      lost.add("groups that give roles");
    }
    if (!lost.isEmpty()) {
      findings.add(
          Finding.lossy(
              "IDENTITY_PROVIDER_REDUCED",
              object,
              "Headscale logs in at it, and knows nothing of " + String.join(", of ", lost) + ".",
              "Write the members into the policy's groups, and accept that the rest is not carried."));
    }
    unverified(chosen, object);
  }

  private void unverified(IdentityProvider chosen, String object) {
    boolean asks = !chosen.allowed().domains().isEmpty() || !chosen.allowed().users().isEmpty();
    if (chosen.emailVerifiedRequired()
        && !asks
        && !chosen.name().equals(IdentityProvider.HEADSCALES)) {
      findings.add(
          Finding.action(
              "OIDC_UNVERIFIED_LOGINS",
              object,
              "Logins with an unverified e-mail address are refused here; Headscale lets them in, and"
                  + " keeps the address for nobody.",
              "Have the provider verify addresses, or list who may log in (oidc.allowed_domains,"
                  + " oidc.allowed_users)."));
    }
  }
}
