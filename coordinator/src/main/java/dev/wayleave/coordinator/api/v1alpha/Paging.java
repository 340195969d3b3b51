package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.Page;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How long lists are given out in parts.
final class Paging {
  static final String DEFAULT_LIMIT = "100";
  private static final int GREATEST_LIMIT = 1_000;

  private Paging() {}

  static int limit(int wanted) {
    if (wanted < 1 || wanted > GREATEST_LIMIT) {
      throw new BadInputException("The limit " + wanted + " is outside 1.." + GREATEST_LIMIT + ".");
    }
    return wanted;
  }

  /// The number after which a part begins; ids are positive, so 0 is before all.
  static long after(@Nullable String after) {
    return after == null ? 0 : Input.id(after, Function.identity());
  }

  static <E, V> Page<V> page(
      Iterable<E> rest, int wanted, Function<E, V> view, Function<E, String> id) {
    int limit = limit(wanted);
    List<V> items = new ArrayList<>();
    Iterator<E> iterator = rest.iterator();
    String next = null;
    while (iterator.hasNext() && items.size() < limit) {
      E entity = iterator.next();
      items.add(view.apply(entity));
      next = id.apply(entity);
    }
    return new Page<>(items, iterator.hasNext() ? next : null);
  }
}
