package dev.wayleave.tailnet.policy.language;

/// Ports from `first` to `last`, both included.
public record PortRange(int first, int last) {
  public static final PortRange ALL = new PortRange(0, 65535);

  public PortRange {
    if (first < 0 || last > 65535 || first > last) {
      throw new IllegalArgumentException("ports " + first + "-" + last + " are not within 0-65535");
    }
  }

  public boolean contains(int port) {
    return first <= port && port <= last;
  }

  @Override
  public String toString() {
    return equals(ALL) ? "*" : first == last ? Integer.toString(first) : first + "-" + last;
  }
}
