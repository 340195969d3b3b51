package dev.wayleave.coordinator.map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.protocol.wire.Node;
import dev.wayleave.protocol.wire.WireJson;
import dev.wayleave.tailnet.model.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Peers in the forms that viewers are sent, made once and kept from one image to the next.
///
/// Most viewers are sent a peer in one and the same form; a router has one for each set of routes
/// that somebody reaches through it.
final class PeerShelf {
  private static final Logger LOG = Logger.getLogger(PeerShelf.class);

  /// More forms of one peer than this are left from its past.
  private static final int MAX_FORMS = 32;

  private final Map<NodeId, Place> places = new ConcurrentHashMap<>();
  private final Set<NodeId> unreadable = ConcurrentHashMap.newKeySet();

  /// A node in its forms; another image of the node has another place.
  private record Place(
      dev.wayleave.tailnet.model.Node node,
      SharedDetails details,
      Map<PeerForm, Made> forms,
      LastDigest self) {}

  /// The digest of the last message of a kind.
  private static final class LastDigest {
    private record Known(Node message, long digest) {}

    private volatile @Nullable Known last;

    private long of(Node message) {
      Known known = last;
      if (known != null && known.message.equals(message)) {
        return known.digest;
      }
      long digest = Digest.of(message);
      last = new Known(message, digest);
      return digest;
    }
  }

  /// One form, and its JSON once somebody needed it.
  private static final class Made {
    private final Node node;
    private volatile byte @Nullable [] json;

    private Made(Node node) {
      this.node = node;
    }

    private byte[] json() {
      byte[] known = json;
      if (known == null) {
        known = WireJson.write(node);
        json = known;
      }
      return known;
    }
  }

  /// What a node says of itself.
  SharedDetails details(dev.wayleave.tailnet.model.Node node) {
    return place(node).details();
  }

  /// A node in a form.
  ///
  /// @param capabilities its own as others are sent them; asked for only if the form is new
  Node peer(
      dev.wayleave.tailnet.model.Node node,
      PeerForm form,
      Supplier<Map<String, @Nullable List<JsonNode>>> capabilities) {
    Place place = place(node);
    Made made = place.forms().get(form);
    if (made == null) {
      if (place.forms().size() >= MAX_FORMS) {
        place.forms().clear();
      }
      made = new Made(PeerNodes.peer(node, place.details(), form, capabilities.get()));
      Made sooner = place.forms().putIfAbsent(form, made);
      made = sooner == null ? made : sooner;
    }
    return made.node;
  }

  /// The digest of what a node is told of itself, which most changes of others leave as it was.
  long digest(dev.wayleave.tailnet.model.Node node, Node self) {
    return place(node).self().of(self);
  }

  /// The JSON of a node that [#peer] gave.
  @SuppressWarnings("ReferenceEquality") // to compare 30 fields would cost what this saves
  byte[] json(Node node) {
    Place place = places.get(new NodeId(node.id()));
    Optional<Made> made =
        place == null
            ? Optional.empty()
            : place.forms().values().stream().filter(one -> one.node == node).findFirst();
    return made.map(Made::json).orElseGet(() -> WireJson.write(node));
  }

  /// Forgets nodes that are no more, once they are as many as those that are.
  void tidy(int nodes, Predicate<NodeId> exists) {
    if (places.size() > 2 * nodes) {
      places.keySet().removeIf(id -> !exists.test(id));
      unreadable.removeIf(id -> !exists.test(id));
    }
  }

  @SuppressWarnings("ReferenceEquality") // as above; images share the nodes that did not change
  private Place place(dev.wayleave.tailnet.model.Node node) {
    Place place = places.get(node.id());
    if (place == null || place.node() != node) {
      SharedDetails details = SharedDetails.of(node);
      if (details.broken() && unreadable.add(node.id())) {
        LOG.warnf(
            "What node %s (%s) says of itself cannot be read and counts as nothing; it will say it"
                + " again when it connects.",
            node.id(), node.label());
      }
      place = new Place(node, details, new ConcurrentHashMap<>(), new LastDigest());
      places.put(node.id(), place);
    }
    return place;
  }
}
