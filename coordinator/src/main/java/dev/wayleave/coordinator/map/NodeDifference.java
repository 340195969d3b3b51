package dev.wayleave.coordinator.map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.model.Node;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What about a node is different, and whom it concerns.
///
/// @param facets what its peers have to be told; empty where nothing that they see is different
/// @param self whether the node itself has to be told
/// @param rules whether a policy asks about what is different
record NodeDifference(Set<Facet> facets, boolean self, boolean rules) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String NET_INFO = "NetInfo";

  /// A node that is new, gone, or different in what a policy may ask about.
  static final NodeDifference WHOLE =
      new NodeDifference(Collections.unmodifiableSet(EnumSet.of(Facet.WHOLE)), true, true);

  static NodeDifference between(@Nullable Node before, @Nullable Node after) {
    if (before == null || after == null || !onlyFacetsDiffer(before, after)) {
      return WHOLE;
    }
    Set<Facet> facets = EnumSet.noneOf(Facet.class);
    if (!before.endpoints().equals(after.endpoints())) {
      facets.add(Facet.ENDPOINTS);
    }
    if (!before.nodeKey().equals(after.nodeKey())
        || !Objects.equals(before.discoKey(), after.discoKey())) {
      facets.add(Facet.KEYS);
    }
    boolean expiry = !Objects.equals(before.expiry(), after.expiry());
    if (expiry) {
      facets.add(Facet.EXPIRY);
    }
    if (before.capability() != after.capability()) {
      facets.add(Facet.CAPABILITY);
    }
    if (!Objects.equals(before.hostinfo(), after.hostinfo())) {
      ObjectNode was = description(before);
      ObjectNode is = description(after);
      JsonNode netInfoBefore = was.remove(NET_INFO);
      JsonNode netInfoAfter = is.remove(NET_INFO);
      if (!was.equals(is)) {
        return WHOLE;
      }
      if (homeOf(netInfoBefore) != homeOf(netInfoAfter)) {
        facets.add(Facet.DERP);
      }
    }
    return new NodeDifference(Collections.unmodifiableSet(facets), expiry, false);
  }

  /// Whether nothing is different but what changes all day and no policy asks about.
  private static boolean onlyFacetsDiffer(Node before, Node after) {
    Node same =
        before
            .change()
            .endpoints(after.endpoints())
            .nodeKey(after.nodeKey())
            .discoKey(after.discoKey())
            .expiry(after.expiry())
            .lastSeen(after.lastSeen())
            .capability(after.capability())
            .hostinfo(after.hostinfo())
            .build();
    return same.equals(after);
  }

  private static ObjectNode description(Node node) {
    try {
      return node.hostinfo() != null && JSON.readTree(node.hostinfo()) instanceof ObjectNode found
          ? found
          : JSON.createObjectNode();
    } catch (JsonProcessingException e) {
      // An imported description that is no JSON says nothing.
      return JSON.createObjectNode();
    }
  }

  private static long homeOf(@Nullable JsonNode netInfo) {
    return netInfo == null ? 0 : netInfo.path("PreferredDERP").asLong();
  }
}
