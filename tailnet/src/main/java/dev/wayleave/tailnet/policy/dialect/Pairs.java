package dev.wayleave.tailnet.policy.dialect;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Which devices and networks some boxes connect, counted and named.
final class Pairs {
  private static final int NAMED = 20;
  private static final int CHANNELS_NAMED = 4;

  private final Places places;
  private final Segments segments;
  private final List<Box> boxes;
  private final Map<Integer, BitSet> rows = new TreeMap<>();
  private final Map<Integer, Integer> columns = new TreeMap<>();
  private final List<Integer> owners = new ArrayList<>();

  Pairs(List<Box> boxes, Places places, Segments segments) {
    this.boxes = boxes;
    this.places = places;
    this.segments = segments;
    for (Box box : boxes) {
      BitSet reached = new BitSet();
      box.to().stream().map(i -> column(places.get(i).owner())).forEach(reached::set);
      box.from().stream()
          .map(i -> places.get(i).owner())
          .distinct()
          .boxed()
          .forEach(owner -> rows.computeIfAbsent(owner, _ -> new BitSet()).or(reached));
    }
    // What a device sends to itself passes no rule.
    rows.forEach((owner, reached) -> reached.clear(column(owner)));
    rows.values().removeIf(BitSet::isEmpty);
  }

  private int column(int owner) {
    return columns.computeIfAbsent(
        owner,
        _ -> {
          owners.add(owner);
          return owners.size() - 1;
        });
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  long count() {
    return rows.values().stream().mapToLong(BitSet::cardinality).sum();
  }

  /// `laptop → db (fd7a::5) on tcp 22, …`, the first twenty and how many more.
  String describe() {
    List<String> named = new ArrayList<>();
    for (Map.Entry<Integer, BitSet> row : rows.entrySet()) {
      row.getValue().stream()
          .limit(NAMED - (long) named.size())
          .forEach(column -> named.add(name(row.getKey(), owners.get(column))));
    }
    long more = count() - named.size();
    return String.join("; ", named) + (more > 0 ? "; and " + more + " more" : "");
  }

  private String name(int from, int to) {
    BitSet reached = new BitSet();
    BitSet channels = new BitSet();
    for (Box box : boxes) {
      if (has(box.from(), from) && has(box.to(), to)) {
        reached.or(box.to());
        channels.or(box.channels());
      }
    }
    return label(from, places.everywhere()) + " → " + label(to, reached) + channels(channels);
  }

  private boolean has(BitSet some, int owner) {
    return some.stream().anyMatch(i -> places.get(i).owner() == owner);
  }

  /// A name, with the addresses that matter where not all of them do.
  private String label(int owner, BitSet some) {
    List<Place> all = new ArrayList<>();
    List<Place> chosen = new ArrayList<>();
    for (int i = 0; i < places.count(); i++) {
      if (places.get(i).owner() == owner) {
        all.add(places.get(i));
        if (some.get(i)) {
          chosen.add(places.get(i));
        }
      }
    }
    if (owner < 0) {
      return chosen.getFirst().label() + (chosen.size() > 1 ? " and others" : "");
    }
    String name = all.getFirst().label();
    return chosen.size() == all.size()
        ? name
        : name
            + chosen.stream()
                .map(place -> place.range().toString())
                .collect(Collectors.joining(", ", " (", ")"));
  }

  private String channels(BitSet channels) {
    List<Channel> named =
        channels.stream().mapToObj(segments::get).filter(c -> !c.equals(Channel.PING)).toList();
    if (named.isEmpty()) {
      return " by ping alone";
    }
    return named.stream()
        .limit(CHANNELS_NAMED)
        .map(Channel::toString)
        .collect(
            Collectors.joining(
                ", ", " on ", named.size() > CHANNELS_NAMED ? " and other ports" : ""));
  }
}
