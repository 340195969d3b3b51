package dev.wayleave.coordinator.state;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.TagName;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a device says of itself when it asks to be let in; only the machine key is proven.
///
/// @param oldNodeKey the key that the device had before; null where it names none
/// @param ephemeral whether the device asks to be forgotten when it goes away
/// @param expiry when the device wants its login to end; null where it does not say
/// @param hostinfo its own description, the JSON text as received
/// @param capability its capability version; 0 where that is not known
public record Registration(
    MachineKey machineKey,
    NodeKey nodeKey,
    @Nullable NodeKey oldNodeKey,
    String hostname,
    List<IpPrefix> advertisedRoutes,
    Set<TagName> requestedTags,
    boolean ephemeral,
    @Nullable Instant expiry,
    @Nullable String hostinfo,
    int capability) {
  public Registration {
    advertisedRoutes = List.copyOf(advertisedRoutes);
    requestedTags = Collections.unmodifiableSet(new TreeSet<>(requestedTags));
  }

  /// A device of which nothing is known but its keys and its name.
  static Registration named(MachineKey machineKey, NodeKey nodeKey, String hostname) {
    return new Registration(
        machineKey, nodeKey, null, hostname, List.of(), Set.of(), false, null, null, 0);
  }
}
