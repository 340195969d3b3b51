package dev.wayleave.coordinator.relay;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// How often each source address may ask for something.
///
/// It holds a bounded number of addresses and forgets the one that was silent longest, so that a
/// flood from many addresses costs no memory. An IPv6 source is its /64, since a host has as many
/// addresses in it as it likes.
final class SourceRate {
  private static final int ADDRESSES = 10_000;
  private static final int SUBNET_BYTES = 8;

  private record Source(long high, int low) {}

  private final RelayLimits.Rate rate;
  private final LongSupplier nanoTime;
  private final Map<Source, TokenBucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Source, TokenBucket> eldest) {
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
        .computeIfAbsent(source(address), _ -> new TokenBucket(rate.perSecond(), rate.burst(), now))
        .tryTake(1, now);
  }

  private static Source source(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet6Address) {
      bytes = Arrays.copyOf(bytes, SUBNET_BYTES);
    }
    long high = 0;
    for (byte b : bytes) {
      high = high << Byte.SIZE | Byte.toUnsignedLong(b);
    }
    return new Source(high, bytes.length);
  }
}
