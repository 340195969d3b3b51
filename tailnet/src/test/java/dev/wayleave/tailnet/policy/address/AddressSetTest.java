package dev.wayleave.tailnet.policy.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.model.IpAddress;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class AddressSetTest {
  private static final int SPACE = 64;

  @Test
  void rangesThatTouchBecomeOne() {
    assertThat(set("10.0.0.0/24", "10.0.1.0/24", "10.0.3.0/24").ranges())
        .extracting(AddressRange::toString)
        .containsExactly("10.0.0.0/23", "10.0.3.0/24");
  }

  @Test
  void aHoleSplitsARange() {
    assertThat(set("100.64.0.0/10").without(set("100.115.92.0/23")).ranges())
        .extracting(AddressRange::toString)
        .containsExactly("100.64.0.0-100.115.91.255", "100.115.94.0-100.127.255.255");
  }

  @Test
  void aHoleAtTheEdgesOfTheFamilyLeavesTheRest() {
    assertThat(set("0.0.0.0/0", "::/0").without(set("0.0.0.0/1", "8000::/1")).ranges())
        .extracting(AddressRange::toString)
        .containsExactly("128.0.0.0/1", "::/1");
  }

  /// Compares with one bit for each address of a space of 64.
  @Test
  void agreesWithOneBitForEachAddress() {
    long seed = Long.getLong("wayleave.seed", System.nanoTime());
    System.out.println("AddressSetTest uses -Dwayleave.seed=" + seed);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int round = 0; round < 500; round++) {
      boolean[] a = new boolean[SPACE];
      boolean[] b = new boolean[SPACE];
      AddressSet first = randomSet(random, a);
      AddressSet second = randomSet(random, b);
      AddressSet union = first.union(second);
      AddressSet rest = first.without(second);
      for (int i = 0; i < SPACE; i++) {
        IpAddress address = address(i);
        assertThat(first.contains(address)).isEqualTo(a[i]);
        assertThat(union.contains(address)).isEqualTo(a[i] || b[i]);
        assertThat(rest.contains(address)).isEqualTo(a[i] && !b[i]);
        assertThat(first.overlaps(new AddressRange(address, address(SPACE - 1))))
            .isEqualTo(anyFrom(a, i));
      }
    }
  }

  private static boolean anyFrom(boolean[] bits, int from) {
    for (int i = from; i < SPACE; i++) {
      if (bits[i]) {
        return true;
      }
    }
    return false;
  }

  private static AddressSet randomSet(RandomGenerator random, boolean[] bits) {
    AddressSet set = AddressSet.EMPTY;
    for (int i = random.nextInt(6); i > 0; i--) {
      int from = random.nextInt(SPACE);
      int to = from + random.nextInt(SPACE - from);
      Arrays.fill(bits, from, to + 1, true);
      set = set.union(AddressSet.of(List.of(new AddressRange(address(from), address(to)))));
    }
    return set;
  }

  private static IpAddress address(int offset) {
    return new IpAddress.V4(offset);
  }

  private static AddressSet set(String... texts) {
    return AddressSet.of(Arrays.stream(texts).map(AddressRange::parse).toList());
  }
}
