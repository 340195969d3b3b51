package dev.wayleave.coordinator.oidc;

import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.net.URI;
import java.time.Instant;

/// A login for which a browser was sent to a provider.
///
/// @param state tells it from all others, and is known to the browser and the provider alone
/// @param browser the SHA-256 of the cookie of the browser
/// @param source whence it came, as sources are counted
/// @param at the provider as it was configured then
/// @param callback where the provider was told to send the browser back to
/// @param to the page that the person comes from
/// @param fresh whether the person has to log in anew
record LoginUnderWay(
    String state,
    String browser,
    String source,
    Providers.Configured at,
    URI callback,
    Nonce nonce,
    CodeVerifier verifier,
    String to,
    boolean fresh,
    Instant since) {
  /// Never what proves a login.
  @Override
  public String toString() {
    return "LoginUnderWay(" + at.provider().name() + ", " + to + ", " + since + ")";
  }
}
