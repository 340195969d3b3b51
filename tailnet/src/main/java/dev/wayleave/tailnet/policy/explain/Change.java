package dev.wayleave.tailnet.policy.explain;

/// One difference between two policies.
///
/// @param source who is concerned, shortly
/// @param destination what they reach, where they log in, or the capability's name
/// @param family empty, or the only address family for which it holds: `IPv4` or `IPv6`
/// @param gained what there was not before, in words; empty where nothing
/// @param lost what there is no longer, in words; empty where nothing
/// @param pairs how many pairs of devices, or devices, are concerned
public record Change(
    Kind kind,
    String source,
    String destination,
    String family,
    String gained,
    String lost,
    long pairs) {
  /// What a difference is about.
  public enum Kind {
    /// Devices, or subnets behind them, reach devices.
    DEVICE,
    /// Addresses behind subnet routers are reached.
    SUBNET,
    /// Addresses beyond exit nodes are reached.
    INTERNET,
    /// Another router carries the same subnet.
    ROUTE,
    /// Devices are told of each other although nothing passes between them.
    PEER,
    /// Logins over Tailscale SSH.
    SSH,
    /// What a device is told of itself: node attributes.
    ATTRIBUTE
  }
}
