package dev.wayleave.tailnet.policy.language;

/// The switches at the top level of a policy.
///
/// @param disableIpv4 `disableIPv4`: devices get no IPv4 address
/// @param oneCgnatRoute `OneCGNATRoute`: empty, `mac-always` or `mac-never`
/// @param randomizeClientPort `randomizeClientPort`: WireGuard listens on a random port
public record NetworkOptions(
    boolean disableIpv4, String oneCgnatRoute, boolean randomizeClientPort) {
  public static final NetworkOptions NONE = new NetworkOptions(false, "", false);
}
