package dev.wayleave.importers.headscale.running;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.tailnet.cutover.RunningState;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.language.PortRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// Reads the answers of the debug endpoints, whose shapes are those of Tailscale's own types and
/// hold from 0.26 on unless a method says otherwise.
///
/// What does not have the shape expected is left out: a newer release may say more.
final class DebugAnswers {
  /// ` - Node 23 (v4-only): 15 peers`; a hostname may hold anything.
  private static final Pattern PEERS =
      Pattern.compile(" *- Node ([0-9]{1,18}) \\(.*\\): ([0-9]{1,9}) peers");

  /// `id:31 hostname:client-a givenname:client-a`.
  private static final Pattern SSH_KEY = Pattern.compile("id:([0-9]{1,18}) .*", Pattern.DOTALL);

  private static final List<AddressRange> ANY =
      List.of(AddressRange.parse("0.0.0.0/0"), AddressRange.parse("::/0"));

  private DebugAnswers() {}

  /// `/debug/filter`: a list of `FilterRule`.
  static List<RunningState.Rule> filter(JsonNode rules) {
    List<RunningState.Rule> found = new ArrayList<>();
    for (JsonNode rule : rules) {
      List<RunningState.Destination> destinations = new ArrayList<>();
      for (JsonNode to : rule.path("DstPorts")) {
        PortRange ports =
            new PortRange(
                to.path("Ports").path("First").asInt(), to.path("Ports").path("Last").asInt());
        ranges(to.path("IP").asText())
            .forEach(range -> destinations.add(new RunningState.Destination(range, ports)));
      }
      Set<Integer> protocols = new TreeSet<>();
      rule.path("IPProto").forEach(protocol -> protocols.add(protocol.asInt()));
      if (!destinations.isEmpty()) {
        List<AddressRange> sources =
            texts(rule.path("SrcIPs")).stream().flatMap(text -> ranges(text).stream()).toList();
        found.add(new RunningState.Rule(sources, destinations, protocols));
      }
    }
    return found;
  }

  private static List<AddressRange> ranges(String text) {
    return text.equals("*") ? ANY : List.of(AddressRange.parse(text));
  }

  /// `/debug/ssh`: an `SSHPolicy` for each node.
  static Map<Long, List<RunningState.Login>> ssh(JsonNode policies) {
    Map<Long, List<RunningState.Login>> found = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : policies.properties()) {
      Matcher key = SSH_KEY.matcher(entry.getKey());
      if (key.matches()) {
        List<RunningState.Login> logins = new ArrayList<>();
        entry.getValue().path("rules").forEach(rule -> logins(rule, logins));
        found.put(Long.valueOf(key.group(1)), logins);
      }
    }
    return found;
  }

  private static void logins(JsonNode rule, List<RunningState.Login> into) {
    JsonNode action = rule.path("action");
    String what =
        action.path("accept").asBoolean()
            ? "accept"
            : action.path("reject").asBoolean() ? "reject" : "check";
    for (JsonNode principal : rule.path("principals")) {
      String source = principal.path("nodeIP").asText();
      for (Map.Entry<String, JsonNode> user : rule.path("sshUsers").properties()) {
        into.add(new RunningState.Login(source, user.getKey(), user.getValue().asText(), what));
      }
    }
  }

  /// `/debug/nodestore` as text, from 0.27 on: how many peers each node has.
  static Map<Long, Integer> peerCounts(String text) {
    Map<Long, Integer> found = new HashMap<>();
    text.lines()
        .map(PEERS::matcher)
        .filter(Matcher::matches)
        .forEach(line -> found.put(Long.valueOf(line.group(1)), Integer.valueOf(line.group(2))));
    return found;
  }

  /// `/debug/config`: the DNS configuration as it is sent, without the reverse zones that clients
  /// add by themselves.
  static RunningState.Dns dns(JsonNode config) {
    JsonNode dns = config.path("TailcfgDNSConfig");
    Map<String, List<String>> routes = new TreeMap<>();
    for (Map.Entry<String, JsonNode> route : dns.path("Routes").properties()) {
      List<String> resolvers = resolvers(route.getValue());
      if (!resolvers.isEmpty() || !route.getKey().endsWith(".arpa")) {
        routes.put(route.getKey(), resolvers);
      }
    }
    List<String> records = new ArrayList<>();
    for (JsonNode record : dns.path("ExtraRecords")) {
      records.add(
          "%s %s %s"
              .formatted(
                  record.path("Name").asText(),
                  record.path("Type").asText(),
                  record.path("Value").asText()));
    }
    return new RunningState.Dns(
        resolvers(dns.path("Resolvers")),
        routes,
        texts(dns.path("Domains")),
        dns.path("Proxied").asBoolean(),
        records);
  }

  private static List<String> resolvers(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(resolver -> resolver.path("Addr").asText())
        .toList();
  }

  /// `/debug/derp` as JSON, from 0.27 on.
  static List<RunningState.Relay> relays(JsonNode map) {
    List<RunningState.Relay> found = new ArrayList<>();
    for (JsonNode region : map.path("regions")) {
      for (JsonNode node : region.path("nodes")) {
        found.add(
            new RunningState.Relay(
                region.path("region_id").asInt(),
                node.path("hostname").asText(),
                node.path("derp_port").asInt(),
                node.path("stun_port").asInt()));
      }
    }
    return found;
  }

  /// `/debug/mapresponses`, where the server was told to keep what it sends: the peers of each
  /// node, after all that was sent.
  static Map<Long, Set<Long>> peers(JsonNode sent) {
    Map<Long, Set<Long>> found = new HashMap<>();
    for (Map.Entry<String, JsonNode> node : sent.properties()) {
      Set<Long> peers = null;
      for (JsonNode map : node.getValue()) {
        if (map.path("Peers").isArray()) {
          peers = ids(map.path("Peers"));
        } else if (peers != null) {
          peers.addAll(ids(map.path("PeersChanged")));
          for (JsonNode gone : map.path("PeersRemoved")) {
            peers.remove(gone.asLong());
          }
        }
      }
      if (peers != null) {
        found.put(Long.valueOf(node.getKey()), peers);
      }
    }
    return found;
  }

  private static Set<Long> ids(JsonNode nodes) {
    Set<Long> found = new HashSet<>();
    nodes.forEach(node -> found.add(node.path("ID").asLong()));
    return found;
  }

  /// `/debug/mapresponses`: the packet filter that each node was sent last.
  static Map<Long, List<RunningState.Rule>> filters(JsonNode sent) {
    Map<Long, List<RunningState.Rule>> found = new HashMap<>();
    for (Map.Entry<String, JsonNode> node : sent.properties()) {
      for (JsonNode map : node.getValue()) {
        JsonNode named = map.path("PacketFilters").path("base");
        JsonNode filter = named.isArray() ? named : map.path("PacketFilter");
        if (filter.isArray()) {
          found.put(Long.valueOf(node.getKey()), filter(filter));
        }
      }
    }
    return found;
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
