package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// `POST /machine/register`, answer.
///
/// @param login must have a `loginName`: a client without one keeps no profile, and so forgets its
///   node key
/// @param nodeKeyExpired makes the client come back with a new key
/// @param machineAuthorized only logged; approval is a field of [Node]
/// @param authUrl where a person lets the node in; empty if nobody has to
/// @param nodeKeySignature the Tailnet Lock signature of the replaced key in base64, which the
///   client then wraps; null without one
/// @param error shown to the person; if it is not empty, nothing else counts
public record RegisterResponse(
    @JsonProperty("User") User user,
    @JsonProperty("Login") Login login,
    @JsonProperty("NodeKeyExpired") boolean nodeKeyExpired,
    @JsonProperty("MachineAuthorized") boolean machineAuthorized,
    @JsonProperty("AuthURL") String authUrl,
    @OrNull @JsonProperty("NodeKeySignature") @Nullable String nodeKeySignature,
    @JsonProperty("Error") String error) {

  /// A refusal, with the sentence that the person is shown.
  public static RegisterResponse refusal(String error) {
    return new RegisterResponse(User.NONE, Login.NONE, false, false, "", null, error);
  }

  /// Sends a person to a page; the client waits meanwhile by asking again with
  /// [RegisterRequest#followup].
  public static RegisterResponse visit(String authUrl) {
    return new RegisterResponse(User.NONE, Login.NONE, false, false, authUrl, null, "");
  }
}
