package dev.wayleave.oidc.plan;

import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import dev.wayleave.tailnet.identity.rewrite.IdentityChange.Rewrite;
import dev.wayleave.tailnet.model.Identity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Orders rewrites so that no two users have one identifier at any moment: a database may refuse
/// that between two statements.
///
/// Identifiers that go round (A becomes B, and B becomes A) are opened by a step through one that
/// nobody has.
final class Sequence {
  private static final String STEP = "wayleave:step:";

  private Sequence() {}

  /// @param rewrites in which no identifier is before or after twice
  static List<IdentityChange> of(List<Rewrite> rewrites) {
    Map<String, Rewrite> byBefore = new LinkedHashMap<>();
    rewrites.forEach(one -> byBefore.put(one.before().identifier(), one));
    Map<String, Rewrite> waitingFor = new HashMap<>();
    Deque<Rewrite> free = new ArrayDeque<>();
    for (Rewrite one : rewrites) {
      boolean same = one.before().identifier().equals(one.after().identifier());
      if (!same && byBefore.containsKey(one.after().identifier())) {
        waitingFor.put(one.after().identifier(), one);
      } else {
        free.add(one);
      }
    }
    List<IdentityChange> ordered = new ArrayList<>();
    while (true) {
      while (!free.isEmpty()) {
        Rewrite one = free.remove();
        ordered.add(one);
        byBefore.remove(one.before().identifier());
        Rewrite next = waitingFor.remove(one.before().identifier());
        if (next != null) {
          free.add(next);
        }
      }
      if (byBefore.isEmpty()) {
        return ordered;
      }
      Rewrite first = byBefore.values().iterator().next();
      free.add(opened(first, byBefore, waitingFor, ordered));
    }
  }

  /// Takes one of a round out of the way; what waited for its place may go on.
  private static Rewrite opened(
      Rewrite first,
      Map<String, Rewrite> byBefore,
      Map<String, Rewrite> waitingFor,
      List<IdentityChange> ordered) {
    Identity aside = new Identity(first.before().provider(), STEP + first.user(), null, null);
    ordered.add(new Rewrite(first.user(), first.before(), aside));
    byBefore.remove(first.before().identifier());
    Rewrite last = new Rewrite(first.user(), aside, first.after());
    byBefore.put(aside.identifier(), last);
    waitingFor.put(first.after().identifier(), last);
    Rewrite next = waitingFor.remove(first.before().identifier());
    if (next == null) {
      throw new AssertionError("what waits and is not free waits in a round");
    }
    return next;
  }
}
