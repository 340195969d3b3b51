package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.explain.Ways.Delta;
import dev.wayleave.tailnet.policy.network.NetworkPolicy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compares what two policies let through the network.
///
/// Devices that no rule tells apart are compared once, and only ends of rules that are not in both
/// policies are looked at: nothing else can differ.
final class NetworkDiff {
  /// Which pairs of two ends are meant.
  private enum Relation {
    ANY,
    /// Both belong to one user.
    OWN,
    OTHERS
  }

  /// @param family empty, or the only family for which it holds
  private record Cell(Change.Kind kind, Relation relation, String family, Delta delta) {}

  /// The same difference towards the same destinations; what is left is from whom.
  private record Block(Cell cell, BitSet to) {}

  private final Directory directory;
  private final Ways ways;
  private final EndLabels labels;
  private final List<End> destinations;
  private final List<End> sources;
  private final Map<End, Map<UserId, Integer>> owners = new HashMap<>();

  NetworkDiff(NetworkPolicy before, NetworkPolicy after, Directory directory, DeviceLabels labels) {
    this.directory = directory;
    this.ways = new Ways(before, after, directory);
    this.labels = new EndLabels(labels);
    Ends ends = new Ends(ways, directory);
    boolean same = ways.differing().isEmpty();
    this.sources = same ? List.of() : ends.sources();
    this.destinations = same ? List.of() : ends.destinations();
  }

  /// Whether any rule is in one policy only.
  boolean anyRuleDiffers() {
    return !ways.differing().isEmpty();
  }

  void addTo(ChangeList changes) {
    Map<Block, List<End>> blocks = new LinkedHashMap<>();
    for (End source : sources) {
      row(source)
          .forEach((cell, to) ->
              blocks.computeIfAbsent(new Block(cell, to), _ -> new ArrayList<>()).add(source));
    }
    blocks.forEach(
        (block, from) -> changes.add(() -> change(from, block.cell(), ends(block.to()))));
  }

  private List<End> ends(BitSet numbers) {
    return numbers.stream().mapToObj(destinations::get).toList();
  }

  private Map<Cell, BitSet> row(End source) {
    Map<Cell, BitSet> row = new LinkedHashMap<>();
    for (int i = 0; i < destinations.size(); i++) {
      End destination = destinations.get(i);
      if (source.open().self().isEmpty() || destination.kind() != Change.Kind.DEVICE) {
        for (Cell cell : cells(source, destination, Relation.ANY)) {
          put(row, cell, i);
        }
      } else {
        compareByOwner(source, destination, i, row);
      }
    }
    return row;
  }

  /// Where a rule lets devices of one user reach each other, pairs of one user are compared apart.
  private void compareByOwner(End source, End destination, int number, Map<Cell, BitSet> row) {
    long own = ownPairs(source, destination);
    long all = allPairs(source, destination);
    List<Cell> ours = own == 0 ? List.of() : cells(source, destination, Relation.OWN);
    List<Cell> others = own == all ? List.of() : cells(source, destination, Relation.OTHERS);
    boolean alike =
        own == 0 || (own < all && as(Relation.ANY, ours).equals(as(Relation.ANY, others)));
    if (alike) {
      as(Relation.ANY, others).forEach(cell -> put(row, cell, number));
    } else {
      ours.forEach(cell -> put(row, cell, number));
      others.forEach(cell -> put(row, cell, number));
    }
  }

  private static List<Cell> as(Relation relation, List<Cell> cells) {
    return cells.stream()
        .map(cell -> new Cell(cell.kind(), relation, cell.family(), cell.delta()))
        .toList();
  }

  private List<Cell> cells(End source, End destination, Relation relation) {
    if (allPairs(source, destination) == 0) {
      return List.of();
    }
    boolean own = relation == Relation.OWN;
    Delta four = delta(source, source.open().v4(), destination.open().v4(), own);
    Delta six = delta(source, source.open().v6(), destination.open().v6(), own);
    Change.Kind kind = destination.kind();
    if (four == null || six == null || four.equals(six)) {
      Delta only = four == null ? six : four;
      return only == null || only.isNone()
          ? List.of()
          : List.of(new Cell(kind, relation, "", only));
    }
    List<Cell> cells = new ArrayList<>();
    if (!four.isNone()) {
      cells.add(new Cell(kind, relation, "IPv4", four));
    }
    if (!six.isNone()) {
      cells.add(new Cell(kind, relation, "IPv6", six));
    }
    return cells;
  }

  private static void put(Map<Cell, BitSet> row, Cell cell, int number) {
    row.computeIfAbsent(cell, _ -> new BitSet()).set(number);
  }

  private @Nullable Delta delta(
      End source, @Nullable BitSet from, @Nullable BitSet to, boolean own) {
    if (from == null || to == null) {
      return null;
    }
    BitSet open = (BitSet) from.clone();
    open.and(to);
    if (own) {
      open.or(source.open().self());
    }
    return ways.delta(open);
  }

  /// How many pairs of different devices there are; an end that is a range counts as one, and what
  /// is behind a router is nothing to the router itself.
  private static long allPairs(End source, End destination) {
    Device carrier = destination.carrier();
    if (carrier != null) {
      return size(source) - (source.devices().get(carrier.index()) ? 1 : 0);
    }
    BitSet both = (BitSet) source.devices().clone();
    both.and(destination.devices());
    return size(source) * size(destination) - both.cardinality();
  }

  private static long size(End end) {
    return Math.max(1, end.devices().cardinality());
  }

  private long ownPairs(End source, End destination) {
    Map<UserId, Integer> there = owners(destination);
    long pairs = 0;
    for (Map.Entry<UserId, Integer> owner : owners(source).entrySet()) {
      pairs += (long) owner.getValue() * there.getOrDefault(owner.getKey(), 0);
    }
    BitSet both = (BitSet) source.devices().clone();
    both.and(destination.devices());
    return pairs - both.stream().filter(index -> directory.at(index).person() != null).count();
  }

  private Map<UserId, Integer> owners(End end) {
    return owners.computeIfAbsent(
        end,
        _ -> {
          Map<UserId, Integer> count = new HashMap<>();
          for (int i = end.devices().nextSetBit(0); i >= 0; i = end.devices().nextSetBit(i + 1)) {
            Device device = directory.at(i);
            if (device.person() != null) {
              count.merge(device.person().id(), 1, Integer::sum);
            }
          }
          return count;
        });
  }

  private Change change(List<End> from, Cell cell, List<End> to) {
    long pairs = 0;
    for (End source : from) {
      for (End destination : to) {
        long all = allPairs(source, destination);
        pairs +=
            switch (cell.relation()) {
              case ANY -> all;
              case OWN -> ownPairs(source, destination);
              case OTHERS -> all - ownPairs(source, destination);
            };
      }
    }
    String where = labels.destinations(to);
    return new Change(
        cell.kind(),
        labels.sources(from),
        switch (cell.relation()) {
          case ANY -> where;
          case OWN -> isAllOfOwners(from, to) ? "own devices" : "own devices among " + where;
          case OTHERS -> where + " (others' devices)";
        },
        cell.family(),
        words(cell.delta().gained()),
        words(cell.delta().lost()),
        pairs);
  }

  private boolean isAllOfOwners(List<End> from, List<End> to) {
    BitSet reached = EndLabels.devices(to);
    return EndLabels.devices(from).stream()
        .mapToObj(directory::at)
        .allMatch(device ->
            device.person() == null
                || directory.devicesOf(device.person()).stream()
                    .allMatch(own -> reached.get(own.index())));
  }

  static String words(Reach reach) {
    return reach.isEmpty() ? "" : reach.toString();
  }
}
