package dev.wayleave.coordinator.control.channel;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// How often one source address may begin a handshake: a bucket for each that fills again.
///
/// An IPv6 address counts as its /64, of which one host has as many as it likes. The number of
/// buckets is bounded; the one that was not used for longest goes first.
final class AddressRate {
  private static final int ADDRESSES = 20_000;
  private static final int NETWORK_BYTES = 8;
  private static final double NANOS_PER_SECOND = 1e9;

  private static final class Bucket {
    private double left;
    private long filledNanos;

    private Bucket(double left, long filledNanos) {
      this.left = left;
      this.filledNanos = filledNanos;
    }
  }

  private final int burst;
  private final int perSecond;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > ADDRESSES;
        }
      };

  AddressRate(int burst, int perSecond, LongSupplier nanoTime) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
  }

  /// Takes one from the address's bucket, or says that it is empty.
  synchronized boolean take(String address) {
    long now = nanoTime.getAsLong();
    Bucket bucket = buckets.computeIfAbsent(source(address), _ -> new Bucket(burst, now));
    double grown = (now - bucket.filledNanos) / NANOS_PER_SECOND * perSecond;
    bucket.left = Math.min(burst, bucket.left + grown);
    bucket.filledNanos = now;
    if (bucket.left < 1) {
      return false;
    }
    bucket.left--;
    return true;
  }

  static String source(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      // An IP address as text: nothing is looked up.
      InetAddress parsed = InetAddress.getByName(address);
      return parsed instanceof Inet6Address
          ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES))
          : address;
    } catch (UnknownHostException notAnAddress) {
      return address;
    }
  }
}
