package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.protocol.key.TailnetLockKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// `POST /machine/register`, request: a client wants to be let in, shows that it still is, or
/// leaves.
///
/// The certificates that domain members of Windows send (`DeviceCert` and what belongs to it) are
/// not read.
///
/// @param version the client's capability version
/// @param oldNodeKey the key that this one replaces; zero if there is none
/// @param tailnetLockKey zero from clients without Tailnet Lock
/// @param auth null if the client has nothing but its keys
/// @param expiry when the client wants its key to expire; in the past to log out, null (zero on the
///   wire) if it does not say
/// @param followup the URL of an earlier answer: the client waits for what comes of it
/// @param ephemeral whether the node is to be deleted when it goes away
/// @param nodeKeySignature a Tailnet Lock signature in base64, null without one
/// @param tailnet the tailnet that the client would like, or must have if it begins with
///   `required:`
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RegisterRequest(
    @Always @JsonProperty("Version") int version,
    @Always @JsonProperty("NodeKey") NodeKey nodeKey,
    @Always @JsonProperty("OldNodeKey") NodeKey oldNodeKey,
    @Always @JsonProperty("NLKey") TailnetLockKey tailnetLockKey,
    @OrAbsent @JsonProperty("Auth") @Nullable RegisterAuth auth,
    @OrZeroTime @JsonProperty("Expiry") @Nullable Instant expiry,
    @Always @JsonProperty("Followup") String followup,
    @OrNull @JsonProperty("Hostinfo") @Nullable Hostinfo hostinfo,
    @JsonProperty("Ephemeral") boolean ephemeral,
    @OrNull @JsonProperty("NodeKeySignature") @Nullable String nodeKeySignature,
    @JsonProperty("Tailnet") String tailnet) {
  public RegisterRequest {
    expiry = ZeroTime.unlessZero(expiry);
  }
}
