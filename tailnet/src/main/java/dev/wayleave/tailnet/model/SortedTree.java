package dev.wayleave.tailnet.model;

import java.util.AbstractCollection;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A sorted map that never changes: `put` and `remove` give a new map.
///
/// It is an AVL tree whose versions share all but O(log n) of their branches, so that an image of
/// 10 000 nodes costs a change some twenty small objects instead of a copy.
final class SortedTree<K, V> {
  /// One key with its value; `height` is that of a leaf plus one per level, as AVL balance needs.
  private record Branch<K, V>(
      K key, V value, @Nullable Branch<K, V> left, @Nullable Branch<K, V> right, int height) {}

  private final Comparator<? super K> order;
  private final @Nullable Branch<K, V> root;
  private final int size;

  private SortedTree(Comparator<? super K> order, @Nullable Branch<K, V> root, int size) {
    this.order = order;
    this.root = root;
    this.size = size;
  }

  static <K, V> SortedTree<K, V> empty(Comparator<? super K> order) {
    return new SortedTree<>(order, null, 0);
  }

  static <K extends Comparable<K>, V> SortedTree<K, V> empty() {
    return empty(Comparator.<K>naturalOrder());
  }

  /// Orders by hash first: for keys whose own comparison is slow and whose order nobody reads.
  static <K extends Comparable<K>, V> SortedTree<K, V> unordered() {
    return empty(
        Comparator.<K>comparingInt(Object::hashCode).thenComparing(Comparator.naturalOrder()));
  }

  int size() {
    return size;
  }

  @Nullable V get(K key) {
    Branch<K, V> at = root;
    while (at != null) {
      int side = order.compare(key, at.key());
      if (side == 0) {
        return at.value();
      }
      at = side < 0 ? at.left() : at.right();
    }
    return null;
  }

  /// The greatest key that is at most `bound`.
  @Nullable K floorKey(K bound) {
    K best = null;
    Branch<K, V> at = root;
    while (at != null) {
      int side = order.compare(bound, at.key());
      if (side >= 0) {
        best = at.key();
        at = at.right();
      } else {
        at = at.left();
      }
    }
    return best;
  }

  SortedTree<K, V> put(K key, V value) {
    int grown = get(key) == null ? 1 : 0;
    return new SortedTree<>(order, put(root, key, value), size + grown);
  }

  SortedTree<K, V> remove(K key) {
    return get(key) == null ? this : new SortedTree<>(order, remove(root, key), size - 1);
  }

  private Branch<K, V> put(@Nullable Branch<K, V> at, K key, V value) {
    if (at == null) {
      return new Branch<>(key, value, null, null, 1);
    }
    int side = order.compare(key, at.key());
    if (side == 0) {
      return new Branch<>(key, value, at.left(), at.right(), at.height());
    }
    return side < 0
        ? balanced(at, put(at.left(), key, value), at.right())
        : balanced(at, at.left(), put(at.right(), key, value));
  }

  private @Nullable Branch<K, V> remove(@Nullable Branch<K, V> at, K key) {
    if (at == null) {
      return null;
    }
    int side = order.compare(key, at.key());
    if (side < 0) {
      return balanced(at, remove(at.left(), key), at.right());
    }
    if (side > 0) {
      return balanced(at, at.left(), remove(at.right(), key));
    }
    Branch<K, V> right = at.right();
    if (right == null) {
      return at.left();
    }
    Branch<K, V> next = first(right);
    return balanced(next, at.left(), remove(right, next.key()));
  }

  private static <K, V> Branch<K, V> first(Branch<K, V> at) {
    Branch<K, V> left = at.left();
    return left == null ? at : first(left);
  }

  /// Joins two trees whose heights differ by at most two under the key of `at`.
  private static <K, V> Branch<K, V> balanced(
      Branch<K, V> at, @Nullable Branch<K, V> left, @Nullable Branch<K, V> right) {
    int lean = height(left) - height(right);
    if (lean > 1 && left != null) {
      Branch<K, V> inner = left.right();
      if (inner != null && height(inner) > height(left.left())) {
        return join(inner, join(left, left.left(), inner.left()), join(at, inner.right(), right));
      }
      return join(left, left.left(), join(at, inner, right));
    }
    if (lean < -1 && right != null) {
      Branch<K, V> inner = right.left();
      if (inner != null && height(inner) > height(right.right())) {
        return join(inner, join(at, left, inner.left()), join(right, inner.right(), right.right()));
      }
      return join(right, join(at, left, inner), right.right());
    }
    return join(at, left, right);
  }

  private static <K, V> Branch<K, V> join(
      Branch<K, V> at, @Nullable Branch<K, V> left, @Nullable Branch<K, V> right) {
    int height = 1 + Math.max(height(left), height(right));
    return new Branch<>(at.key(), at.value(), left, right, height);
  }

  private static int height(@Nullable Branch<?, ?> at) {
    return at == null ? 0 : at.height();
  }

  /// The values in the order of their keys; a view, as cheap as the tree itself.
  Collection<V> values() {
    return new Values(null);
  }

  /// The values whose keys are greater than `key`.
  Iterable<V> valuesAfter(K key) {
    return new Values(key);
  }

  private final class Values extends AbstractCollection<V> {
    private final @Nullable K after;

    Values(@Nullable K after) {
      this.after = after;
    }

    @Override
    public Iterator<V> iterator() {
      return new Walk(after);
    }

    @Override
    public int size() {
      return size;
    }
  }

  private final class Walk implements Iterator<V> {
    private final Deque<Branch<K, V>> path = new ArrayDeque<>();

    Walk(@Nullable K after) {
      Branch<K, V> at = root;
      while (at != null) {
        boolean wanted = after == null || order.compare(after, at.key()) < 0;
        if (wanted) {
          path.push(at);
        }
        at = wanted ? at.left() : at.right();
      }
    }

    @Override
    public boolean hasNext() {
      return !path.isEmpty();
    }

    @Override
    public V next() {
      if (path.isEmpty()) {
        throw new NoSuchElementException();
      }
      Branch<K, V> here = path.pop();
      for (Branch<K, V> at = here.right(); at != null; at = at.left()) {
        path.push(at);
      }
      return here.value();
    }
  }
}
