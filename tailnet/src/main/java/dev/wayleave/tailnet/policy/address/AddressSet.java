package dev.wayleave.tailnet.policy.address;

import dev.wayleave.tailnet.model.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A set of addresses as sorted ranges that neither overlap nor touch.
public final class AddressSet {
  public static final AddressSet EMPTY = new AddressSet(List.of());

  /// Every address of both families.
  public static final AddressSet ALL =
      of(List.of(AddressRange.parse("0.0.0.0/0"), AddressRange.parse("::/0")));

  private final List<AddressRange> ranges;

  private AddressSet(List<AddressRange> ranges) {
    this.ranges = ranges;
  }

  public static AddressSet of(Collection<AddressRange> ranges) {
    List<AddressRange> merged = new ArrayList<>();
    for (AddressRange next : ranges.stream().sorted().toList()) {
      if (!merged.isEmpty() && touches(merged.getLast(), next)) {
        AddressRange previous = merged.removeLast();
        IpAddress last =
            previous.last().compareTo(next.last()) >= 0 ? previous.last() : next.last();
        merged.add(new AddressRange(previous.first(), last));
      } else {
        merged.add(next);
      }
    }
    return new AddressSet(List.copyOf(merged));
  }

  public List<AddressRange> ranges() {
    return ranges;
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  public boolean contains(IpAddress address) {
    return overlaps(AddressRange.of(address));
  }

  /// Whether any address of the range is in the set.
  public boolean overlaps(AddressRange range) {
    int low = 0;
    int high = ranges.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      AddressRange candidate = ranges.get(middle);
      if (candidate.overlaps(range)) {
        return true;
      }
      if (candidate.compareTo(range) < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }

  /// Whether every address of the range is in the set.
  public boolean containsAll(AddressRange range) {
    return ranges.stream().anyMatch(candidate -> candidate.contains(range));
  }

  public AddressSet union(AddressSet other) {
    List<AddressRange> both = new ArrayList<>(ranges);
    both.addAll(other.ranges);
    return of(both);
  }

  /// This set without the addresses of the other.
  public AddressSet without(AddressSet other) {
    List<AddressRange> left = ranges;
    for (AddressRange hole : other.ranges) {
      List<AddressRange> next = new ArrayList<>();
      left.forEach(range -> cut(range, hole, next));
      left = next;
    }
    return of(left);
  }

  private static void cut(AddressRange range, AddressRange hole, List<AddressRange> out) {
    if (!range.overlaps(hole)) {
      out.add(range);
      return;
    }
    if (range.first().compareTo(hole.first()) < 0) {
      Neighbours.before(hole.first())
          .ifPresent(last -> out.add(new AddressRange(range.first(), last)));
    }
    if (hole.last().compareTo(range.last()) < 0) {
      Neighbours.after(hole.last())
          .ifPresent(first -> out.add(new AddressRange(first, range.last())));
    }
  }

  private static boolean touches(AddressRange a, AddressRange b) {
    if (a.first().bits() != b.first().bits()) {
      return false;
    }
    Optional<IpAddress> next = Neighbours.after(a.last());
    return next.isEmpty() || b.first().compareTo(next.get()) <= 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressSet set && ranges.equals(set.ranges);
  }

  @Override
  public int hashCode() {
    return ranges.hashCode();
  }

  @Override
  public String toString() {
    return ranges.toString();
  }
}
