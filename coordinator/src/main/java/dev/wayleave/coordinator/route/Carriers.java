package dev.wayleave.coordinator.route;

import dev.wayleave.coordinator.presence.Carrier;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.network.NetworkPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The last word on who carries each subnet that several routers have, of whichever replica, as one
/// thread keeps it.
///
/// It is what an election goes on from. Elections follow from it and from who answers, so replicas
/// that know the same choose the same; and after a restart the routers that carried traffic before
/// go on.
public final class Carriers {
  private final Map<IpPrefix, NodeId> known = new HashMap<>();

  /// Takes over what others wrote down.
  ///
  /// @return whether any of it is news
  public boolean learn(Collection<Carrier> written) {
    boolean news = false;
    for (Carrier carrier : written) {
      NodeId router = carrier.router();
      if (router != null) {
        news |= !router.equals(known.put(carrier.subnet(), router));
      }
    }
    return news;
  }

  /// Who carries, or carried.
  public Map<IpPrefix, NodeId> known() {
    return Collections.unmodifiableMap(known);
  }

  /// What is to be written down of an election.
  public List<Carrier> elected(NetworkPolicy network) {
    List<Carrier> changed = new ArrayList<>();
    Map<IpPrefix, Device> primaries = network.primaries();
    primaries.forEach((subnet, router) -> {
      if (isShared(network, subnet) && !router.id().equals(known.put(subnet, router.id()))) {
        changed.add(new Carrier(subnet, router.id()));
      }
    });
    for (IpPrefix subnet : List.copyOf(known.keySet())) {
      if (!isShared(network, subnet)) {
        known.remove(subnet);
        changed.add(new Carrier(subnet, null));
      }
    }
    return changed;
  }

  private static boolean isShared(NetworkPolicy network, IpPrefix subnet) {
    return network.routersOf(subnet).size() > 1;
  }
}
