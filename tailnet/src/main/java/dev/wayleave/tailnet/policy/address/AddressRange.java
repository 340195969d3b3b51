package dev.wayleave.tailnet.policy.address;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Addresses of one family from `first` to `last`, both included.
public record AddressRange(IpAddress first, IpAddress last) implements Comparable<AddressRange> {
  public AddressRange {
    if (first.bits() != last.bits() || first.compareTo(last) > 0) {
      throw new IllegalArgumentException(first + "-" + last + " is not a range of addresses");
    }
  }

  /// A single address.
  public static AddressRange of(IpAddress address) {
    return new AddressRange(address, address);
  }

  /// The addresses of a prefix, whatever its host bits say.
  public static AddressRange of(IpPrefix prefix) {
    return new AddressRange(
        Bits.lowest(prefix.address(), prefix.length()),
        Bits.highest(prefix.address(), prefix.length()));
  }

  /// Reads an address, `ADDRESS/LENGTH` or `FIRST-LAST`.
  ///
  /// @throws IllegalArgumentException where the text is none of them
  public static AddressRange parse(String text) {
    int dash = text.indexOf('-');
    if (dash >= 0) {
      return new AddressRange(
          IpAddress.parse(text.substring(0, dash)), IpAddress.parse(text.substring(dash + 1)));
    }
    return text.indexOf('/') >= 0 ? of(IpPrefix.parse(text)) : of(IpAddress.parse(text));
  }

  public boolean isSingle() {
    return first.equals(last);
  }

  public boolean contains(IpAddress address) {
    return address.bits() == first.bits()
        && first.compareTo(address) <= 0
        && address.compareTo(last) <= 0;
  }

  public boolean contains(AddressRange other) {
    return contains(other.first) && contains(other.last);
  }

  public boolean overlaps(AddressRange other) {
    return first.bits() == other.first.bits()
        && first.compareTo(other.last) <= 0
        && other.first.compareTo(last) <= 0;
  }

  /// The prefix that covers exactly these addresses, where there is one.
  public Optional<IpPrefix> prefix() {
    int length = Bits.sharedLength(first, last);
    return Bits.lowest(first, length).equals(first) && Bits.highest(first, length).equals(last)
        ? Optional.of(new IpPrefix(first, length))
        : Optional.empty();
  }

  /// The prefixes that together cover exactly these addresses, in order.
  public List<IpPrefix> prefixes() {
    List<IpPrefix> found = new ArrayList<>();
    Optional<IpAddress> next = Optional.of(first);
    while (next.isPresent() && next.get().compareTo(last) <= 0) {
      IpAddress start = next.get();
      int length = start.bits();
      while (length > 0
          && Bits.lowest(start, length - 1).equals(start)
          && Bits.highest(start, length - 1).compareTo(last) <= 0) {
        length--;
      }
      found.add(new IpPrefix(start, length));
      next = Neighbours.after(Bits.highest(start, length));
    }
    return List.copyOf(found);
  }

  @Override
  public int compareTo(AddressRange other) {
    int byFirst = first.compareTo(other.first);
    return byFirst != 0 ? byFirst : last.compareTo(other.last);
  }

  /// First and last address with a dash, whatever shorter form there is.
  public String spelledOut() {
    return first + "-" + last;
  }

  /// The shortest of address, prefix and range, as clients are sent it.
  @Override
  public String toString() {
    return isSingle() ? first.text() : prefix().map(IpPrefix::toString).orElseGet(this::spelledOut);
  }
}
