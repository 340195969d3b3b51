package dev.wayleave.protocol.derp;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.wayleave.protocol.key.DerpMeshKey;
import org.jspecify.annotations.Nullable;

/// What a client says of itself, as JSON in the box of its info.
///
/// ```json
/// {"meshKey":"64 hex digits","version":2,"CanAckPings":true,"IsProber":true,"AppName":"derper"}
/// ```
///
/// Every member but `CanAckPings` is left out where it is zero; unknown ones are ignored.
///
/// @param version of the protocol, see [#VERSION]
/// @param meshKey known to servers of the same region only; a zero key is none
/// @param canAckPings whether it answers pings
/// @param isProber whether it measures
/// @param appName a program's name for statistics, empty for Tailscale's own client; not to be
///   trusted or shown as it is
public record ClientDetails(
    int version,
    @Nullable DerpMeshKey meshKey,
    boolean canAckPings,
    boolean isProber,
    String appName) {
  /// The version in which packets come with their source.
  public static final int VERSION = 2;

  public ClientDetails {
    meshKey = meshKey == null || meshKey.isZero() ? null : meshKey;
  }

  /// A client like most.
  public static ClientDetails regular() {
    return new ClientDetails(VERSION, null, true, false, "");
  }

  static ClientDetails ofJson(Json json) {
    String meshKey = json.meshKey;
    String appName = json.appName;
    return new ClientDetails(
        json.version,
        meshKey == null || meshKey.isEmpty() ? null : DerpMeshKey.parse(meshKey),
        json.canAckPings,
        json.isProber,
        appName == null ? "" : appName);
  }

  Json toJson() {
    return new Json(
        meshKey == null ? null : meshKey.reveal(), version, canAckPings, isProber, appName);
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  record Json(
      @JsonProperty("meshKey") @Nullable String meshKey,
      @JsonProperty("version") int version,
      @JsonInclude(JsonInclude.Include.ALWAYS) @JsonProperty("CanAckPings") boolean canAckPings,
      @JsonProperty("IsProber") boolean isProber,
      @JsonProperty("AppName") @Nullable String appName) {}
}
