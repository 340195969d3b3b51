package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.language.PortRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Channels cut so that no two overlap, each with a number.
final class Segments {
  private final List<Channel> segments = new ArrayList<>();

  /// @param channels all that are ever asked about
  Segments(Collection<Channel> channels) {
    Map<Integer, TreeSet<Integer>> firsts = new TreeMap<>();
    for (Channel channel : channels) {
      TreeSet<Integer> cuts = firsts.computeIfAbsent(channel.protocol(), _ -> new TreeSet<>());
      cuts.add(0);
      cuts.add(channel.ports().first());
      cuts.add(channel.ports().last() + 1);
    }
    firsts.forEach((protocol, cuts) -> {
      for (int first : cuts) {
        Integer next = cuts.higher(first);
        int last = next == null ? PortRange.ALL.last() : next - 1;
        if (first <= last) {
          segments.add(new Channel(protocol, new PortRange(first, last)));
        }
      }
    });
  }

  BitSet of(Collection<Channel> channels) {
    BitSet found = new BitSet();
    for (int i = 0; i < segments.size(); i++) {
      Channel segment = segments.get(i);
      for (Channel channel : channels) {
        if (channel.protocol() == segment.protocol()
            && channel.ports().contains(segment.ports().first())) {
          found.set(i);
        }
      }
    }
    return found;
  }

  Channel get(int number) {
    return segments.get(number);
  }
}
