package dev.wayleave.coordinator.map;

import dev.wayleave.protocol.wire.DnsConfig;
import dev.wayleave.protocol.wire.Resolver;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.Node;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What NextDNS is told of the device that asks it: that is how its owner sees devices there.
///
/// As Headscale does it: `nextdns:PROFILE` among a node's attributes chooses a profile, and
/// `nextdns:no-device-info` keeps the device's name, system and address back.
final class NextDns {
  private static final String HOST = "https://dns.nextdns.io";
  private static final String ATTRIBUTE = "nextdns:";
  private static final String NO_DEVICE = "nextdns:no-device-info";

  /// What may stand in a profile, so that an attribute cannot lead elsewhere.
  private static final Pattern PROFILE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private NextDns() {}

  /// Whether any resolver is theirs, so that viewers are sent different configurations.
  static boolean isIn(DnsConfig config) {
    return Stream.concat(
            Stream.of(config.resolvers(), config.fallbackResolvers()),
            config.routes().values().stream())
        .flatMap(List::stream)
        .anyMatch(NextDns::isTheirs);
  }

  /// The configuration of one device.
  ///
  /// @param attributes the names of its capabilities
  /// @param system its operating system, empty where that is not known
  static DnsConfig personal(DnsConfig config, Node node, Set<String> attributes, String system) {
    Map<String, String> device = attributes.contains(NO_DEVICE) ? Map.of() : device(node, system);
    Optional<String> profile = profile(attributes);
    Map<String, List<Resolver>> routes = new LinkedHashMap<>();
    config.routes().forEach((suffix, list) -> routes.put(suffix, all(list, profile, device)));
    return new DnsConfig(
        all(config.resolvers(), profile, device),
        routes,
        all(config.fallbackResolvers(), profile, device),
        config.domains(),
        config.proxied(),
        config.certDomains(),
        config.extraRecords(),
        config.exitNodeFilteredSet());
  }

  private static List<Resolver> all(
      List<Resolver> resolvers, Optional<String> profile, Map<String, String> device) {
    return resolvers.stream()
        .map(resolver -> isTheirs(resolver) ? one(resolver, profile, device) : resolver)
        .toList();
  }

  private static Resolver one(
      Resolver resolver, Optional<String> profile, Map<String, String> device) {
    String address = profile.map(name -> HOST + "/" + name).orElse(resolver.addr());
    return new Resolver(
        withQuery(address, device), resolver.bootstrapResolution(), resolver.useWithExitNode());
  }

  private static boolean isTheirs(Resolver resolver) {
    String address = resolver.addr();
    return address.equals(HOST) || address.startsWith(HOST + "/") || address.startsWith(HOST + "?");
  }

  /// The first by name of several: the choice must not change from one map to the next.
  private static Optional<String> profile(Set<String> attributes) {
    return attributes.stream()
        .filter(name -> name.startsWith(ATTRIBUTE) && !name.equals(NO_DEVICE))
        .map(name -> name.substring(ATTRIBUTE.length()))
        .filter(name -> PROFILE.matcher(name).matches())
        .sorted()
        .findFirst();
  }

  private static Map<String, String> device(Node node, String system) {
    Map<String, String> device = new TreeMap<>();
    device.put("device_name", node.hostname());
    device.put("device_model", system);
    IpAddress address = node.ipv4() == null ? node.ipv6() : node.ipv4();
    if (address != null) {
      device.put("device_ip", address.text());
    }
    return device;
  }

  private static String withQuery(String address, Map<String, String> device) {
    if (device.isEmpty()) {
      return address;
    }
    int mark = address.indexOf('?');
    String path = mark < 0 ? address : address.substring(0, mark);
    List<String> query = new ArrayList<>();
    if (mark >= 0) {
      Stream.of(address.substring(mark + 1).split("&", -1))
          .filter(part -> !part.isEmpty() && !device.containsKey(nameOf(part)))
          .forEach(query::add);
    }
    device.forEach((name, value) -> query.add(name + "=" + encoded(value)));
    return path + query.stream().collect(Collectors.joining("&", "?", ""));
  }

  private static String nameOf(String part) {
    int equals = part.indexOf('=');
    return equals < 0 ? part : part.substring(0, equals);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
