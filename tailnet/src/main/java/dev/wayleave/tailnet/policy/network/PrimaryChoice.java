package dev.wayleave.tailnet.policy.network;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.directory.Device;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Decides which of several routers of one subnet carries its traffic.
@FunctionalInterface
public interface PrimaryChoice {
  /// The router that was first in the tailnet, as recorded from the hosted service.
  PrimaryChoice OLDEST =
      (_, routers) ->
          routers.stream().min(Comparator.comparing(Device::created).thenComparing(Device::id));

  Optional<Device> choose(IpPrefix subnet, List<Device> routers);
}
