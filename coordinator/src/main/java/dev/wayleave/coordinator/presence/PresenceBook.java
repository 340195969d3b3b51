package dev.wayleave.coordinator.presence;

import dev.wayleave.tailnet.model.NodeId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who is connected, as one thread keeps it.
///
/// A node is online while it holds a stream here, for a while after it lost it, for a while after a
/// start if it was online before, and while another replica says so.
public final class PresenceBook {
  /// Why a node counts as online.
  private enum Hold {
    /// It holds a stream here.
    HERE,
    /// It held one a moment ago, here or at a replica that is gone, or is about to.
    LEAVING,
    /// Another replica says so.
    ELSEWHERE
  }

  private final PresenceLimits limits;
  private final Map<NodeId, Hold> online = new HashMap<>();
  private final Map<NodeId, Instant> lastSeen = new HashMap<>();

  /// When the streams that are here were opened.
  private final Map<NodeId, Instant> opened = new HashMap<>();

  private final Deadlines<NodeId> leaving = new Deadlines<>();
  private final Set<NodeId> silent = new HashSet<>();
  private final Set<NodeId> changed = new HashSet<>();
  private final Map<NodeId, Sighting> unwritten = new LinkedHashMap<>();
  private @Nullable PresenceAt snapshot;

  /// Another object as soon as somebody has to be told something new. When a node that is online
  /// was seen, nobody is told.
  private Object shown = new Object();

  public PresenceBook(PresenceLimits limits) {
    this.limits = limits;
  }

  /// Takes over what was written down before this process began.
  public void remember(Collection<Seen> written, Instant now) {
    for (Seen seen : written) {
      Sighting sighting = seen.sighting();
      seenAt(sighting.node(), sighting.lastSeen());
      if (sighting.online()) {
        answering(sighting.node(), !sighting.silent());
        if (seen.writer() == Seen.Writer.OTHER) {
          hold(sighting.node(), Hold.ELSEWHERE);
        } else {
          hold(sighting.node(), Hold.LEAVING);
          leaving.set(sighting.node(), now.plus(limits.afterStart()));
        }
      }
    }
  }

  /// Lets everybody who is not connected begin their time of grace anew, as after a start.
  public void restart(Instant now) {
    List.copyOf(leaving.keys()).forEach(node -> leaving.set(node, now.plus(limits.afterStart())));
  }

  /// Remembers when a node was seen by whoever knew it before.
  public void imported(NodeId node, @Nullable Instant seen) {
    seenAt(node, seen);
  }

  /// A node holds a stream here, perhaps in the place of an earlier one.
  public void opened(NodeId node, Instant now) {
    leaving.clear(node);
    answering(node, true);
    opened.put(node, now);
    hold(node, Hold.HERE);
    unwritten.put(node, new Sighting(node, true, now, false, now));
    seenAt(node, now);
  }

  /// A node is about to open a stream, and counts as online until then.
  public void expected(NodeId node, Instant now) {
    if (!isOnline(node)) {
      hold(node, Hold.LEAVING);
      leaving.set(node, now.plus(limits.afterStart()));
    }
  }

  /// A node holds no stream here any more.
  public void closed(NodeId node, Instant now) {
    if (online.get(node) == Hold.HERE) {
      hold(node, Hold.LEAVING);
      leaving.set(node, now.plus(limits.offlineAfter()));
      opened.remove(node);
      seenAt(node, now);
    }
  }

  /// Takes in what other replicas wrote.
  ///
  /// @return those whose stream here has been replaced by one at another replica
  public Set<NodeId> elsewhere(Collection<Seen> news, Instant now) {
    Set<NodeId> replaced = new HashSet<>();
    for (Seen seen : news) {
      Sighting sighting = seen.sighting();
      Hold hold = online.get(sighting.node());
      if (hold == Hold.HERE && isLater(seen)) {
        replaced.add(sighting.node());
        opened.remove(sighting.node());
        // The other one's word stands from now on.
        unwritten.remove(sighting.node());
        hold = Hold.ELSEWHERE;
        hold(sighting.node(), hold);
      }
      if (seen.writer() != Seen.Writer.SELF && hold != Hold.HERE) {
        seenAt(sighting.node(), sighting.lastSeen());
        elsewhere(sighting, seen.writer(), hold, now);
      }
    }
    return replaced;
  }

  private boolean isLater(Seen seen) {
    Instant there = seen.sighting().opened();
    Instant here = opened.get(seen.sighting().node());
    return seen.writer() == Seen.Writer.OTHER
        && seen.sighting().online()
        && there != null
        && here != null
        && there.isAfter(here);
  }

  private void elsewhere(Sighting sighting, Seen.Writer writer, @Nullable Hold hold, Instant now) {
    NodeId node = sighting.node();
    if (sighting.online() && writer == Seen.Writer.OTHER) {
      leaving.clear(node);
      hold(node, Hold.ELSEWHERE);
      answering(node, !sighting.silent());
    } else if (hold == Hold.ELSEWHERE) {
      if (sighting.online()) {
        // Its replica is gone, so it is about to come here.
        hold(node, Hold.LEAVING);
        leaving.set(node, now.plus(limits.afterStart()));
      } else {
        release(node);
      }
    }
  }

  /// Ends the time of those who did not come back.
  public void advance(Instant now) {
    for (NodeId node : leaving.due(now)) {
      release(node);
      unwritten.put(node, new Sighting(node, false, lastSeen.get(node)));
    }
  }

  /// The moment at which [#advance] has something to do again.
  public Optional<Instant> next() {
    return leaving.next();
  }

  /// A node does not answer although it holds a stream, or answers again.
  public void answering(NodeId node, boolean answers) {
    if (answers ? silent.remove(node) : silent.add(node)) {
      changed.add(node);
      showsOtherwise();
      if (isHere(node)) {
        // Others elect routers too, and shall not choose one that is silent here.
        unwritten.put(
            node, new Sighting(node, true, lastSeen.get(node), !answers, opened.get(node)));
      }
    }
  }

  /// A node is deleted.
  public void forget(NodeId node) {
    leaving.clear(node);
    online.remove(node);
    opened.remove(node);
    lastSeen.remove(node);
    silent.remove(node);
    changed.remove(node);
    unwritten.remove(node);
    showsOtherwise();
  }

  /// Those who came online or went, or fell silent or answered again, since this was last asked.
  public Set<NodeId> takeChanged() {
    Set<NodeId> taken = Set.copyOf(changed);
    changed.clear();
    return taken;
  }

  /// What is to be written down since this was last asked.
  public List<Sighting> takeUnwritten() {
    List<Sighting> taken = List.copyOf(unwritten.values());
    unwritten.clear();
    return taken;
  }

  /// Who is connected now, as a value.
  public Presence snapshot() {
    PresenceAt known = snapshot;
    if (known == null) {
      known = new PresenceAt(online.keySet(), lastSeen, silent, shown);
      snapshot = known;
    }
    return known;
  }

  public boolean isOnline(NodeId node) {
    return online.containsKey(node);
  }

  public boolean isHere(NodeId node) {
    return online.get(node) == Hold.HERE;
  }

  private @Nullable Hold hold(NodeId node, Hold hold) {
    Hold before = online.put(node, hold);
    if (before == null) {
      changed.add(node);
      showsOtherwise();
    }
    return before;
  }

  private void release(NodeId node) {
    if (online.remove(node) != null) {
      changed.add(node);
      silent.remove(node);
      showsOtherwise();
    }
  }

  private void seenAt(NodeId node, @Nullable Instant seen) {
    if (seen != null) {
      lastSeen.merge(node, seen, (a, b) -> a.isAfter(b) ? a : b);
      snapshot = null;
      if (!isOnline(node)) {
        showsOtherwise();
      }
    }
  }

  private void showsOtherwise() {
    snapshot = null;
    shown = new Object();
  }
}
