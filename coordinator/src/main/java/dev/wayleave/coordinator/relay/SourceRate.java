package dev.wayleave.coordinator.relay;

import dev.wayleave.coordinator.proxy.SourceNetwork;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// How often each source address may ask for something.
///
/// It holds a bounded number of addresses and forgets the one that was silent longest, so that a
/// flood from many addresses costs no memory.
final class SourceRate {
  private static final int ADDRESSES = 10_000;

  private final RelayLimits.Rate rate;
  private final LongSupplier nanoTime;
  private final Map<SourceNetwork, TokenBucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SourceNetwork, TokenBucket> eldest) {
          return size() > ADDRESSES;
        }
      };

  SourceRate(RelayLimits.Rate rate, LongSupplier nanoTime) {
    this.rate = rate;
    this.nanoTime = nanoTime;
  }

  synchronized boolean allows(InetAddress address) {
    long now = nanoTime.getAsLong();
    return buckets
        .computeIfAbsent(
            SourceNetwork.of(address), _ -> new TokenBucket(rate.perSecond(), rate.burst(), now))
        .tryTake(1, now);
  }
}
