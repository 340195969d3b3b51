package dev.wayleave.bench.fleet;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.CRC32C;

/// Compressed frames that were decoded before, found again by checksum and length.
final class Fragments {
  private static final int MAX_KEPT = 50_000;

  private final Map<Long, Fragment> known = new ConcurrentHashMap<>();
  private final LongAdder decoded = new LongAdder();
  private final LongAdder found = new LongAdder();

  Fragment of(byte[] frame, int length, boolean first) throws IOException {
    CRC32C sum = new CRC32C();
    sum.update(frame, 0, length);
    long key = (sum.getValue() << 32) | ((long) length << 1) | (first ? 1 : 0);
    Fragment fragment = known.get(key);
    if (fragment != null) {
      found.increment();
      return fragment;
    }
    decoded.increment();
    byte[] compressed = Arrays.copyOf(frame, length);
    byte[] text = Zstd.decompress(compressed, (int) Zstd.getFrameContentSize(compressed));
    fragment = Fragment.read(text, first);
    if (known.size() >= MAX_KEPT) {
      known.clear();
    }
    known.put(key, fragment);
    return fragment;
  }

  @Override
  public String toString() {
    return "%d frames decoded, %d known already".formatted(decoded.sum(), found.sum());
  }
}
