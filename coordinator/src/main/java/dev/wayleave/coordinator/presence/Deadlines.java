package dev.wayleave.coordinator.presence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Moments that something waits for, one for each key; time is told, never looked up.
public final class Deadlines<K> {
  private record Entry<K>(Instant at, long number, K key) {}

  private final Map<K, Entry<K>> byKey = new HashMap<>();
  private final NavigableSet<Entry<K>> byTime =
      new TreeSet<>(
          Comparator.<Entry<K>, Instant>comparing(Entry::at).thenComparingLong(Entry::number));
  private long last;

  /// Sets or moves the moment of a key.
  public void set(K key, Instant at) {
    clear(key);
    Entry<K> entry = new Entry<>(at, ++last, key);
    byKey.put(key, entry);
    byTime.add(entry);
  }

  public void clear(K key) {
    Entry<K> entry = byKey.remove(key);
    if (entry != null) {
      byTime.remove(entry);
    }
  }

  public void clear() {
    byKey.clear();
    byTime.clear();
  }

  public boolean has(K key) {
    return byKey.containsKey(key);
  }

  public Set<K> keys() {
    return byKey.keySet();
  }

  /// Takes out the keys whose moment has come, the earliest first.
  public List<K> due(Instant now) {
    List<K> due = new ArrayList<>();
    while (!byTime.isEmpty() && !byTime.first().at().isAfter(now)) {
      K key = byTime.first().key();
      clear(key);
      due.add(key);
    }
    return due;
  }

  public Optional<Instant> next() {
    return byTime.isEmpty() ? Optional.empty() : Optional.of(byTime.first().at());
  }
}
