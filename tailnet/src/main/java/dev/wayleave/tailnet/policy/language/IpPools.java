package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.address.Reserved;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `ipPool` of `nodeAttrs`: where IPv4 addresses are taken from.
final class IpPools {
  private static final AddressRange TAILNET = AddressRange.parse("100.64.0.0/10");

  private IpPools() {}

  static List<IpPrefix> read(Fields rule) {
    List<IpPrefix> pools = new ArrayList<>();
    for (JsonString word : rule.strings("ipPool")) {
      try {
        pools.add(pool(word.value().strip()));
      } catch (Refusal refusal) {
        rule.remarks().fault(word.at(), refusal.what());
      }
    }
    return pools;
  }

  private static IpPrefix pool(String text) throws Refusal {
    AddressRange range = SelectorReader.range(text);
    Optional<IpPrefix> prefix = range.prefix();
    if (prefix.isEmpty()) {
      throw new Refusal("IPPool(" + Quoted.cut(text) + "): invalid prefix");
    }
    if (!TAILNET.contains(range)) {
      throw new Refusal("IPPool(" + Quoted.cut(text) + "): network must be within 100.64.0.0/10");
    }
    if (Reserved.RANGES.stream().anyMatch(reserved -> reserved.contains(range))) {
      throw new Refusal("IPPool(" + Quoted.cut(text) + "): network within reserved range");
    }
    return prefix.get();
  }
}
