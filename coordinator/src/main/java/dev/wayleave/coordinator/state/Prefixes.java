package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import java.util.Optional;

/// Where addresses are allotted from; a family that the settings leave out is not allotted.
public record Prefixes(Optional<IpPrefix> v4, Optional<IpPrefix> v6) {
  private static final Prefixes DEFAULT =
      new Prefixes(
          Optional.of(IpPrefix.parse("100.64.0.0/10")),
          Optional.of(IpPrefix.parse("fd7a:115c:a1e0::/48")));

  public static Prefixes of(Tailnet image) {
    return image.server().map(Prefixes::of).orElse(DEFAULT);
  }

  private static Prefixes of(ServerSettings server) {
    return new Prefixes(
        Optional.ofNullable(server.prefixV4()), Optional.ofNullable(server.prefixV6()));
  }
}
