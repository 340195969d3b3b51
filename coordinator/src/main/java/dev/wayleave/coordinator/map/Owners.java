package dev.wayleave.coordinator.map;

import dev.wayleave.protocol.wire.UserProfile;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.List;
import java.util.stream.Stream;

/// Whom clients are told that nodes belong to.
final class Owners {
  /// Who stands for all tagged nodes, with the number that Headscale gives them: imported clients
  /// know it.
  static final UserId TAGGED = new UserId(2147455555L);

  private static final UserProfile TAGGED_PROFILE =
      new UserProfile(TAGGED.value(), "tagged-devices", "Tagged Devices", "", List.of());

  private Owners() {}

  /// The user that a node is sent with. One that has no user who exists is shown among the tagged
  /// ones: a client needs some profile for every node, above all for its own.
  static UserId of(Node node, Tailnet tailnet) {
    return node.owner() instanceof Owner.OfUser(UserId user) && tailnet.user(user).isPresent()
        ? user
        : TAGGED;
  }

  static UserProfile profile(UserId id, Tailnet tailnet) {
    return tailnet.user(id).map(Owners::profile).orElse(TAGGED_PROFILE);
  }

  /// As Headscale names users. A login name is never empty: a client without one forgets its key.
  private static UserProfile profile(User user) {
    String login =
        firstFilled(
            user.email(),
            user.name(),
            user.identities().isEmpty() ? "" : user.identities().getFirst().identifier(),
            user.id().toString());
    return new UserProfile(
        user.id().value(),
        login,
        firstFilled(user.displayName(), login),
        user.pictureUrl(),
        List.of());
  }

  private static String firstFilled(String... texts) {
    return Stream.of(texts).filter(text -> !text.isEmpty()).findFirst().orElseThrow();
  }
}
