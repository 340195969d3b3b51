package dev.wayleave.tailnet.policy.network;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.address.AddressSet;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.language.AccessRule;
import dev.wayleave.tailnet.policy.language.Allowance;
import java.util.BitSet;
import java.util.List;

/// A rule with both of its sides worked out for one tailnet, for those who explain or compare
/// policies.
public final class RuleSides {
  private final CompiledRule rule;
  private final SelfRules selves;

  RuleSides(CompiledRule rule, SelfRules selves) {
    this.rule = rule;
    this.selves = selves;
  }

  public AccessRule rule() {
    return rule.rule();
  }

  /// The addresses from which the rule lets packets come, `autogroup:self` aside.
  public AddressSet sources() {
    return rule.sources().addresses();
  }

  /// The devices that speak for a source address, themselves or by a subnet of theirs.
  public BitSet sourceDevices() {
    return rule.sources().devices();
  }

  /// The devices in whose packet filter the rule appears, `autogroup:self` aside.
  public BitSet reached() {
    return rule.reached();
  }

  /// The destinations, `autogroup:self` aside.
  public List<Side> targets() {
    return rule.targets().stream().map(Side::new).toList();
  }

  /// Whether the rule speaks of `autogroup:self`.
  public boolean ofSelf() {
    return rule.ofSelf();
  }

  /// What the rule allows between devices of one user.
  public List<Allowance> self() {
    return rule.self();
  }

  /// Whether the rule lets a device reach the other devices of its user.
  public boolean isSelfSource(Device device) {
    return rule.ofSelf()
        && device.person() != null
        && selves.of(rule, device.person()).sources().contains(device);
  }

  /// One destination of a rule.
  public static final class Side {
    private final CompiledTarget target;

    private Side(CompiledTarget target) {
      this.target = target;
    }

    public List<Allowance> allowances() {
      return target.allowances();
    }

    /// The device's own addresses that the destination covers.
    public List<IpAddress> ownAddresses(Device device) {
      return target.ownAddresses(device);
    }

    /// The destinations that a device's packet filter lets in.
    public List<AddressRange> entriesOn(Device device) {
      return target.entriesOn(device).stream()
          .flatMap(entry ->
              entry.equals("*")
                  ? AddressSet.ALL.ranges().stream()
                  : List.of(AddressRange.parse(entry)).stream())
          .toList();
    }

    /// The subnets behind a device at which the rule's capabilities hold.
    public List<AddressRange> capabilitiesBehind(Device device) {
      return target.routedPrefixes(device).stream().map(AddressRange::of).toList();
    }

    /// Destinations of equal meaning have equal values here.
    public Object meaning() {
      return target;
    }
  }
}
