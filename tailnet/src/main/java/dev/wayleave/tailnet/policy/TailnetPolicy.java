package dev.wayleave.tailnet.policy;

import dev.wayleave.tailnet.policy.attribute.Capabilities;
import dev.wayleave.tailnet.policy.attribute.DevicePostures;
import dev.wayleave.tailnet.policy.attribute.TailnetFeatures;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.network.Admission;
import dev.wayleave.tailnet.policy.network.NetworkPolicy;
import dev.wayleave.tailnet.policy.network.PrimaryChoice;
import dev.wayleave.tailnet.policy.ssh.SshCompiler;

/// A policy on a tailnet: what each device gets of it.
public final class TailnetPolicy {
  private final Resolver resolver;
  private final NetworkPolicy network;
  private final DevicePostures postures;

  private TailnetPolicy(Resolver resolver, DevicePostures postures, NetworkPolicy network) {
    this.resolver = resolver;
    this.postures = postures;
    this.network = network;
  }

  public static TailnetPolicy of(Policy policy, Directory directory) {
    return of(policy, directory, PrimaryChoice.OLDEST);
  }

  /// The policy on a tailnet where several routers may lead to one subnet.
  ///
  /// @param choice which of several routers of one subnet carries its traffic
  public static TailnetPolicy of(Policy policy, Directory directory, PrimaryChoice choice) {
    Resolver resolver = new Resolver(policy, directory);
    DevicePostures postures = DevicePostures.ofDevices(policy);
    return new TailnetPolicy(
        resolver, postures, NetworkPolicy.of(resolver, admission(postures), choice));
  }

  /// The same policy on a later directory; see [NetworkPolicy#on].
  public TailnetPolicy on(Directory later) {
    Resolver next = new Resolver(resolver.policy(), later);
    DevicePostures nextPostures = DevicePostures.ofDevices(resolver.policy());
    return new TailnetPolicy(next, nextPostures, network.on(next, admission(nextPostures)));
  }

  /// The same policy where other routers may carry the traffic of subnets; see
  /// [NetworkPolicy#with].
  public TailnetPolicy with(PrimaryChoice choice) {
    return new TailnetPolicy(resolver, postures, network.with(choice));
  }

  private static Admission admission(DevicePostures postures) {
    return (names, source) -> postures.admits(names, source).admits();
  }

  public Policy policy() {
    return resolver.policy();
  }

  public Directory directory() {
    return resolver.directory();
  }

  public Resolver resolver() {
    return resolver;
  }

  public NetworkPolicy network() {
    return network;
  }

  /// Whether devices may be the sources of rules, and why not.
  public DevicePostures postures() {
    return postures;
  }

  /// The `ssh` rules compiled for this tailnet.
  ///
  /// @param coordinator the base of the URL that a node asks for a check
  public SshCompiler ssh(String coordinator) {
    return new SshCompiler(
        resolver, coordinator, (names, source) -> postures.admits(names, source).admits());
  }

  /// What devices are told of themselves and of each other beside the network.
  public Capabilities capabilities(TailnetFeatures features) {
    return new Capabilities(resolver, features);
  }
}
