package dev.wayleave.coordinator.login;

import dev.wayleave.protocol.wire.Login;
import dev.wayleave.protocol.wire.User;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.Tailnet;

/// How a client names the owner of its node.
///
/// A client keeps its profile, and with it its node key, only where the login name is not empty; so
/// everybody has one, also the tags and nobody.
record Profile(User user, Login login) {
  /// The user whom Headscale shows as owner of what tags own.
  private static final long TAGGED_DEVICES = 2147455555L;

  static Profile of(Tailnet image, Node node) {
    return switch (node.owner()) {
      case Owner.OfUser one -> image.user(one.user()).map(Profile::of).orElseGet(Profile::tagged);
      case Owner.OfTags _, Owner.Nobody _ -> tagged();
    };
  }

  private static Profile tagged() {
    return new Profile(
        new User(TAGGED_DEVICES, "Tagged Devices", "", null),
        new Login(TAGGED_DEVICES, "", "tagged-devices", "Tagged Devices", ""));
  }

  private static Profile of(dev.wayleave.tailnet.model.User user) {
    long id = user.id().value();
    String loginName = loginName(user);
    String display = user.displayName().isEmpty() ? loginName : user.displayName();
    String provider = user.identities().isEmpty() ? "" : user.identities().getFirst().provider();
    return new Profile(
        new User(id, display, user.pictureUrl(), user.createdAt()),
        new Login(id, provider, loginName, display, user.pictureUrl()));
  }

  /// As Headscale: the e-mail address, else the name, else the identity, else the number.
  private static String loginName(dev.wayleave.tailnet.model.User user) {
    if (!user.email().isEmpty()) {
      return user.email();
    }
    if (!user.name().isEmpty()) {
      return user.name();
    }
    return user.identities().stream()
        .map(Identity::identifier)
        .filter(identifier -> !identifier.isEmpty())
        .findFirst()
        .orElse(user.id().toString());
  }
}
