package dev.wayleave.tailnet.inventory.plan;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.TailnetEntity;
import java.util.Objects;
import java.util.Optional;

/// What source and target both hold under one id without either coming from the other.
final class Collisions {
  private Collisions() {}

  /// A finding that blocks, where giving way on either side would be noticed by clients.
  static Optional<Finding> between(TailnetEntity wanted, TailnetEntity present) {
    return switch (wanted) {
      case ServerSettings server when present instanceof ServerSettings other ->
          prefixes(server, other);
      case DnsSettings dns when present instanceof DnsSettings other -> baseDomain(dns, other);
      case Secret secret when secret.role() == Secret.SecretRole.NOISE_KEY ->
          Optional.of(
              Finding.blocker(
                  "COLLISION_NOISE_KEY",
                  "secret noise-key",
                  "The target already serves nodes under another Noise key.",
                  "Import into an empty coordinator, or use --overwrite secrets, after which the"
                      + " target's own nodes must log in again."));
      case ServerSettings _, DnsSettings _, Secret _ -> Optional.empty();
      default ->
          Optional.of(
              Finding.blocker(
                  "COLLISION_ID",
                  Labels.object(wanted),
                  "The target already holds "
                      + Labels.object(present)
                      + ", which did not come from this source.",
                  "Import into an empty coordinator, or delete or renumber the target's own."));
    };
  }

  private static Optional<Finding> prefixes(ServerSettings wanted, ServerSettings present) {
    if (Objects.equals(wanted.prefixV4(), present.prefixV4())
        && Objects.equals(wanted.prefixV6(), present.prefixV6())) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.blocker(
            "COLLISION_PREFIXES",
            "server settings",
            "The target has nodes of its own and allots addresses from "
                + present.prefixV4()
                + " and "
                + present.prefixV6()
                + ", the source from "
                + wanted.prefixV4()
                + " and "
                + wanted.prefixV6()
                + ".",
            "Import into an empty coordinator, or use --overwrite server."));
  }

  private static Optional<Finding> baseDomain(DnsSettings wanted, DnsSettings present) {
    if (wanted.baseDomain().equals(present.baseDomain())) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.blocker(
            "COLLISION_BASE_DOMAIN",
            "DNS settings",
            "The target has nodes of its own under \""
                + present.baseDomain()
                + "\", the source's are under \""
                + wanted.baseDomain()
                + "\".",
            "Import into an empty coordinator, or use --overwrite dns."));
  }
}
