package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.state.Publication;
import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.HostedObject;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.OAuthClient;
import dev.wayleave.tailnet.model.OAuthToken;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.Transition;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.LinkedHashSet;
import java.util.Set;

/// What several publications changed together.
///
/// It holds whom it is about and not how they were: that is in the images before and after.
final class Folded {
  private final Set<NodeId> nodes = new LinkedHashSet<>();
  private final Set<UserId> users = new LinkedHashSet<>();
  private Tailnet image;
  private boolean policy;
  private boolean dns;
  private boolean derp;
  private boolean server;
  private boolean reloaded;

  Folded(Tailnet image) {
    this.image = image;
  }

  /// Takes in a publication; one that is no newer than what is known is no news.
  void add(Publication publication) {
    boolean reload =
        publication.changes().stream().anyMatch(TailnetChange.Reloaded.class::isInstance);
    // A version behind ours means that the database was restored, and comes as a reload.
    if (publication.image().version() <= image.version() && !reload) {
      return;
    }
    image = publication.image();
    for (TailnetChange change : publication.changes()) {
      switch (change) {
        case TailnetChange.Put put -> add(put.entity());
        case TailnetChange.Removed removed -> add(removed.last());
        case TailnetChange.Reloaded _ -> reloaded = true;
      }
    }
  }

  private void add(TailnetEntity entity) {
    switch (entity) {
      case Node node -> nodes.add(node.id());
      case User user -> users.add(user.id());
      case PolicyVersion _ -> policy = true;
      case DnsSettings _ -> dns = true;
      case ServerSettings _ -> server = true;
      case DerpSettings _ -> derp = true;
      // Names, relays, when keys expire and who counts as there all follow from it, for everybody.
      case Transition _ -> reloaded = true;
      case PreAuthKey _,
          ApiKey _,
          OAuthClient _,
          OAuthToken _,
          Secret _,
          Alias _,
          HostedObject _,
          IdentityProvider _ -> {}
    }
  }

  Tailnet image() {
    return image;
  }

  /// Whose nodes are new, gone or different.
  Set<NodeId> nodes() {
    return nodes;
  }

  Set<UserId> users() {
    return users;
  }

  boolean policy() {
    return policy;
  }

  boolean dns() {
    return dns;
  }

  /// Whether another map of relays may follow.
  boolean relays() {
    return derp || server || reloaded;
  }

  boolean server() {
    return server;
  }

  boolean reloaded() {
    return reloaded;
  }
}
