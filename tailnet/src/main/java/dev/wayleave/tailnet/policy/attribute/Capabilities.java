package dev.wayleave.tailnet.policy.attribute;

import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.language.NetworkOptions;
import dev.wayleave.tailnet.policy.posture.DeviceFacts;
import dev.wayleave.tailnet.policy.posture.PostureAttribute;
import dev.wayleave.tailnet.policy.posture.Value;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The capabilities of devices, `CapMap` in what clients are sent: name to values as JSON texts. An
/// empty list of values is `null` on the wire.
public final class Capabilities {
  private static final String MAC_ALWAYS = "mac-always";
  private static final String MAC_NEVER = "mac-never";
  private static final Position START = new Position(1, 1);

  private final NetworkOptions options;
  private final TailnetFeatures features;
  private final NodeAttributes attributes;

  public Capabilities(Resolver resolver, TailnetFeatures features) {
    this.options = resolver.policy().options();
    this.features = features;
    this.attributes = new NodeAttributes(resolver);
  }

  /// What a device is sent of itself.
  public SortedMap<String, List<String>> of(Device device) {
    SortedMap<String, List<String>> found = new TreeMap<>();
    CapabilityNames.EVERY_DEVICE.forEach(name -> found.put(name, List.of()));
    roles(device, found);
    tailnetWide(found);
    oneRoute(device, found);
    found.putAll(attributes.of(device));
    if (found.containsKey(CapabilityNames.FUNNEL)) {
      found.put(CapabilityNames.FUNNEL_PORTS, List.of());
      if (!features.https()) {
        found.put(CapabilityNames.FUNNEL_WITHOUT_HTTPS, List.of());
      }
    }
    return found;
  }

  /// What others are sent of a device.
  ///
  /// Of all that a device has, clients read two on a peer: what the hosted service adds to every
  /// exit node whose routes it shows, whether or not the policy names that attribute, and the one
  /// for names below the device's own.
  ///
  /// @param shownAsExitNode whether the viewer may use the peer as an exit node
  public SortedMap<String, List<String>> ofPeer(Device peer, boolean shownAsExitNode) {
    SortedMap<String, List<String>> found = new TreeMap<>();
    if (shownAsExitNode) {
      found.put(CapabilityNames.SUGGEST_EXIT_NODE, List.of());
    }
    if (attributes.gives(CapabilityNames.SUBDOMAINS, peer)) {
      found.put(CapabilityNames.SUBDOMAINS, List.of());
    }
    return found;
  }

  /// Whether a device is to have no IPv4 address, by the policy's switch or an attribute.
  public boolean withoutIpv4(Device device) {
    return options.disableIpv4() || attributes.gives(CapabilityNames.DISABLE_IPV4, device);
  }

  private static void roles(Device device, Map<String, List<String>> found) {
    if (device.person() == null || device.isTagged()) {
      return;
    }
    boolean owner = device.person().roles().contains(Role.OWNER);
    if (owner) {
      found.put(CapabilityNames.IS_OWNER, List.of());
    }
    if (owner || device.person().roles().contains(Role.ADMIN)) {
      found.put(CapabilityNames.IS_ADMIN, List.of());
    }
  }

  private void tailnetWide(Map<String, List<String>> found) {
    if (features.https()) {
      found.put(CapabilityNames.HTTPS, List.of());
    }
    if (features.autoUpdate() != null) {
      found.put(CapabilityNames.AUTO_UPDATE, List.of(features.autoUpdate().toString()));
    }
    if (features.keyDuration() != null) {
      String seconds = Long.toString(features.keyDuration().toSeconds());
      found.put(CapabilityNames.KEY_DURATION, List.of(seconds));
    }
    if (!features.displayName().isEmpty()) {
      String name = new JsonString(START, features.displayName()).toJson();
      found.put(CapabilityNames.DISPLAY_NAME, List.of(name));
    }
    if (options.randomizeClientPort()) {
      found.put(CapabilityNames.RANDOM_PORT, List.of());
    }
    if (options.disableIpv4()) {
      found.put(CapabilityNames.DISABLE_IPV4, List.of());
    }
  }

  /// The switch is for macOS, whereas clients of every system obey the capability.
  private void oneRoute(Device device, Map<String, List<String>> found) {
    if (options.oneCgnatRoute().isEmpty() || !isMac(device)) {
      return;
    }
    if (options.oneCgnatRoute().equals(MAC_ALWAYS)) {
      found.put(CapabilityNames.ONE_CGNAT_ROUTE, List.of());
    } else if (options.oneCgnatRoute().equals(MAC_NEVER)) {
      found.put(CapabilityNames.MANY_CGNAT_ROUTES, List.of());
    }
  }

  private static boolean isMac(Device device) {
    Value os = DeviceFacts.of(device.hostinfo(), Map.of()).values().get(PostureAttribute.OS.key());
    return Value.of("macos").equals(os);
  }
}
