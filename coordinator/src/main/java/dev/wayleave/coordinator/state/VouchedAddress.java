package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.User;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether somebody vouches for the e-mail address that a user has here.
///
/// People choose what many providers call their address. Were a user found by such a one, whoever
/// has claimed somebody else's address would be joined with that person: devices and all.
final class VouchedAddress {
  private VouchedAddress() {}

  /// An address is vouched for by the provider that called it verified at the newest login by one
  /// of the user's identities. Where no login has been seen here, who gave it is asked: an
  /// administrator, or the plane that the user was imported from, for users without identities; and
  /// for those of an imported Headscale its rule, since one that requires verified addresses keeps
  /// no other. What is not known is not verified.
  static boolean is(Tailnet image, User user) {
    List<Identity> identities = user.identities();
    String address = EmailAddress.of(user);
    if (identities.stream().map(Identity::lastLogin).anyMatch(login -> isOf(login, address))) {
      return true;
    }
    return identities.stream().allMatch(identity -> identity.lastLogin() == null)
        && (identities.isEmpty() || isHeadscales(image, user));
  }

  private static boolean isOf(Identity.@Nullable LastLogin login, String address) {
    return login != null && EmailAddress.isSame(login.verifiedEmail(), address);
  }

  /// A name that looks like an address never was one to Headscale, which checked `email` alone.
  private static boolean isHeadscales(Tailnet image, User user) {
    return !user.email().isEmpty()
        && image
            .server()
            .map(ServerSettings::oidc)
            .filter(ServerSettings.Oidc::emailVerifiedRequired)
            .map(ServerSettings.Oidc::issuer)
            .filter(issuer -> user.identities().stream().allMatch(one -> IssuedBy.is(issuer, one)))
            .isPresent();
  }
}
