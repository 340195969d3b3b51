package dev.wayleave.tailnet.cutover;

import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.language.PortRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a running server says of itself. Null is what it could not be asked.
///
/// @param filter the rules that hold for all nodes; those of `autogroup:self` are in none of them
/// @param filters the rules that a node was really sent, where that is known
/// @param ssh by node, who may log in as whom: see [Login]
/// @param peerCounts how many peers each node has
/// @param peers which peers each node was really sent, where that is known
/// @param policy the text of the policy that it goes by
public record RunningState(
    @Nullable Map<Long, Told> nodes,
    @Nullable List<Rule> filter,
    Map<Long, List<Rule>> filters,
    @Nullable Map<Long, List<Login>> ssh,
    @Nullable Map<Long, Integer> peerCounts,
    Map<Long, Set<Long>> peers,
    @Nullable Dns dns,
    @Nullable List<Relay> relays,
    @Nullable String policy) {

  /// A server that could be asked nothing.
  public static final RunningState UNASKED =
      new RunningState(null, null, Map.of(), null, null, Map.of(), null, null, null);

  /// What a node is told of itself.
  ///
  /// @param addresses as texts, and so the other lists
  public record Told(
      String machineKey,
      List<String> addresses,
      String name,
      List<String> tags,
      List<String> approvedRoutes,
      @Nullable Instant expiry) {}

  /// A rule of a packet filter.
  ///
  /// @param protocols IANA numbers; empty means TCP, UDP and ICMP
  public record Rule(
      List<AddressRange> sources, List<Destination> destinations, Set<Integer> protocols) {}

  /// Where packets may go.
  public record Destination(AddressRange range, PortRange ports) {}

  /// One entry of an SSH policy, spread out: the first that fits a source and a user decides.
  ///
  /// @param action `accept`, `check` or `reject`
  public record Login(String source, String user, String becomes, String action) {}

  /// DNS as clients are sent it.
  ///
  /// @param routes resolvers by suffix, reverse zones left out: clients add those by themselves
  /// @param records `NAME TYPE VALUE`
  public record Dns(
      List<String> resolvers,
      Map<String, List<String>> routes,
      List<String> domains,
      boolean magicDns,
      List<String> records) {}

  /// A node of a region of the map of relays.
  public record Relay(int region, String host, int port, int stunPort) {}
}
