package dev.wayleave.coordinator;

import dev.wayleave.coordinator.relay.Admission;
import dev.wayleave.coordinator.state.Publication;
import dev.wayleave.coordinator.state.Standing;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Admits to the relay what is a node of the tailnet, has not expired, and is no suspended user's.
final class KnownNodes implements Admission {
  private final Supplier<Tailnet> image;
  private final InstantSource clock;

  KnownNodes(Supplier<Tailnet> image, InstantSource clock) {
    this.image = image;
    this.clock = clock;
  }

  @Override
  public boolean admits(NodeKey key) {
    Instant now = clock.instant();
    Tailnet tailnet = image.get();
    for (Node node : tailnet.nodes(key)) {
      Instant expiry = tailnet.expiryOf(node);
      boolean lasts = expiry == null || expiry.isAfter(now);
      if (lasts && Standing.of(tailnet, node) != Standing.SUSPENDED) {
        return true;
      }
    }
    return false;
  }

  /// Hands over the keys that publications may have shut out: of nodes that are gone, have expired,
  /// or have another key now. It costs as much as there are changes, however many nodes there are.
  static final class Reader implements Consumer<Publication> {
    private final Consumer<NodeKey> one;
    private final Runnable all;
    private Tailnet before;

    /// @param all called where so much changed that every key may be shut out
    Reader(Tailnet before, Consumer<NodeKey> one, Runnable all) {
      this.before = before;
      this.one = one;
      this.all = all;
    }

    @Override
    public void accept(Publication publication) {
      for (TailnetChange change : publication.changes()) {
        switch (change) {
          case TailnetChange.Put(var entity) when entity instanceof Node node -> put(node);
          case TailnetChange.Put(var entity) when entity instanceof User user && isShutOut(user) ->
              all.run();
          case TailnetChange.Removed(var last) when last instanceof Node node ->
              one.accept(node.nodeKey());
          case TailnetChange.Put _, TailnetChange.Removed _ -> {}
          case TailnetChange.Reloaded _ -> all.run();
        }
      }
      before = publication.image();
    }

    private boolean isShutOut(User user) {
      return user.suspended() && !before.user(user.id()).map(User::suspended).orElse(false);
    }

    private void put(Node node) {
      one.accept(node.nodeKey());
      before
          .node(node.id())
          .map(Node::nodeKey)
          .filter(key -> !key.equals(node.nodeKey()))
          .ifPresent(one);
    }
  }
}
