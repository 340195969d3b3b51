package dev.wayleave.exporters.tailscale;

import dev.wayleave.exporters.hosted.HostedSettings;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.HostedObject;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.User;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the hosted side cannot be told of, and who has to do something about it.
final class HostedFindings {
  private HostedFindings() {}

  static void add(Inventory source, HostedState present, List<Finding> findings) {
    Set<String> there = new TreeSet<>(present.logins());
    for (User user : source.users()) {
      if (logins(user).stream().noneMatch(there::contains)) {
        findings.add(
            Finding.action(
                "HOSTED_USER_INVITE",
                "user " + user.id() + " (" + user.label() + ")",
                "Nobody with this login is in the hosted tailnet, and users come by invitation alone.",
                "Invite them, or let them log in through the identity provider of the tailnet."));
      }
    }
    source
        .preAuthKeys()
        .forEach(key ->
            findings.add(
                Finding.action(
                    "HOSTED_KEY_ANEW",
                    "pre-auth key " + key.id(),
                    "A key of another plane does not work on the hosted side.",
                    "Create a key there where it is still used, and put it in its place.")));
    source
        .apiKeys()
        .forEach(key ->
            findings.add(
                Finding.action(
                    "HOSTED_CREDENTIAL_ANEW",
                    "API key " + key.id(),
                    "An API key of another plane does not work on the hosted side.",
                    "Create an access token there for whoever uses it.")));
    source
        .oauthClients()
        .forEach(client ->
            findings.add(
                Finding.action(
                    "HOSTED_CREDENTIAL_ANEW",
                    "OAuth client " + client.id(),
                    "An OAuth client of another plane does not work on the hosted side.",
                    "Create one there with the same scopes and tags.")));
    source
        .identityProviders()
        .forEach(provider ->
            findings.add(
                Finding.action(
                    "HOSTED_IDENTITY_PROVIDER",
                    "identity provider " + provider.name(),
                    "The API does not set at which provider people log in.",
                    "Choose it in the admin console.")));
    kept(source, findings);
    lock(source, findings);
    tailnet(source, findings);
  }

  private static void lock(Inventory source, List<Finding> findings) {
    boolean held =
        source.secrets().stream()
            .anyMatch(secret -> secret.role() == Secret.SecretRole.LOCK_DISABLEMENT);
    if (held) {
      findings.add(
          Finding.lossy(
              "HOSTED_LOCK_DISABLEMENT",
              "secret " + Secret.SecretRole.LOCK_DISABLEMENT.label(),
              "The hosted side takes no disablement secret, so that devices which still hold the lock"
                  + " of another tailnet reach nobody there.",
              "Let such devices join with a new profile (tailscale login), or end the lock on them"
                  + " first; keep the secret in a bundle."));
    }
  }

  private static void kept(Inventory source, List<Finding> findings) {
    Map<String, Integer> kept = new TreeMap<>();
    for (HostedObject object : source.hosted()) {
      if (!object.type().equals(HostedSettings.TYPE)) {
        kept.merge(object.type(), 1, Integer::sum);
      }
    }
    kept.forEach((type, count) ->
        findings.add(
            Finding.info(
                "HOSTED_OBJECTS_KEPT",
                type,
                "%d of these are kept as data and not written to the hosted side.".formatted(count),
                "Check in its admin console that what is still wanted is there.")));
  }

  private static void tailnet(Inventory source, List<Finding> findings) {
    if (!source.nodes().isEmpty()) {
      findings.add(
          Finding.info(
              "HOSTED_IDS",
              "nodes",
              "Ids, dates of creation and dates of expiry are the hosted side's own.",
              "Change what holds an id, for example a Terraform state."));
    }
    if (source.derp().isPresent()) {
      findings.add(
          Finding.action(
              "HOSTED_DERP",
              "DERP settings",
              "The hosted side has relays of its own.",
              "Put regions that are to stay into derpMap of the policy, with ids from 900 to 999."));
    }
  }

  /// What a user may be called on the hosted side, in lower case.
  static Set<String> logins(User user) {
    Set<String> logins = new TreeSet<>();
    for (String login : new String[] {user.email(), user.name()}) {
      if (!login.isEmpty()) {
        logins.add(login.toLowerCase(Locale.ROOT));
      }
    }
    return logins;
  }
}
