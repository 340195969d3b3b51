package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client tells of the machine it runs on.
///
/// Nothing in it is proved. Peers are sent a [SharedHostinfo] only. A `Boolean` is null if the
/// client does not know.
///
/// @param packageType how the client was installed
/// @param shieldsUp whether it blocks incoming connections
/// @param routableIps the routes it advertises; `0.0.0.0/0` and `::/0` to be an exit node
/// @param servicesHash changes when the services that it wants to host do
/// @param exitNodeId the stable ID of the exit node that it uses
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Hostinfo(
    @JsonProperty("IPNVersion") String ipnVersion,
    @JsonProperty("FrontendLogID") String frontendLogId,
    @JsonProperty("BackendLogID") String backendLogId,
    @JsonProperty("OS") String os,
    @JsonProperty("OSVersion") String osVersion,
    @OrAbsent @JsonProperty("Container") @Nullable Boolean container,
    @JsonProperty("Env") String env,
    @JsonProperty("Distro") String distro,
    @JsonProperty("DistroVersion") String distroVersion,
    @JsonProperty("DistroCodeName") String distroCodeName,
    @JsonProperty("App") String app,
    @OrAbsent @JsonProperty("Desktop") @Nullable Boolean desktop,
    @JsonProperty("Package") String packageType,
    @JsonProperty("DeviceModel") String deviceModel,
    @JsonProperty("PushDeviceToken") String pushDeviceToken,
    @JsonProperty("Hostname") String hostname,
    @JsonProperty("ShieldsUp") boolean shieldsUp,
    @JsonProperty("ShareeNode") boolean shareeNode,
    @JsonProperty("NoLogsNoSupport") boolean noLogsNoSupport,
    @JsonProperty("RemoteConfig") boolean remoteConfig,
    @JsonProperty("WireIngress") boolean wireIngress,
    @JsonProperty("IngressEnabled") boolean ingressEnabled,
    @JsonProperty("AllowsUpdate") boolean allowsUpdate,
    @JsonProperty("Machine") String machine,
    @JsonProperty("GoArch") String goArch,
    @JsonProperty("GoArchVar") String goArchVar,
    @JsonProperty("GoVersion") String goVersion,
    @JsonProperty("RoutableIPs") List<String> routableIps,
    @JsonProperty("RequestTags") List<String> requestTags,
    @JsonProperty("WoLMACs") List<String> wakeOnLanMacs,
    @JsonProperty("Services") List<Service> services,
    @OrAbsent @JsonProperty("NetInfo") @Nullable NetInfo netInfo,
    @JsonProperty("sshHostKeys") List<String> sshHostKeys,
    @JsonProperty("Cloud") String cloud,
    @OrAbsent @JsonProperty("Userspace") @Nullable Boolean userspace,
    @OrAbsent @JsonProperty("UserspaceRouter") @Nullable Boolean userspaceRouter,
    @OrAbsent @JsonProperty("AppConnector") @Nullable Boolean appConnector,
    @JsonProperty("ServicesHash") String servicesHash,
    @JsonProperty("PeerRelay") boolean peerRelay,
    @JsonProperty("ExitNodeID") String exitNodeId,
    @OrAbsent @JsonProperty("Location") @Nullable Location location,
    @OrAbsent @JsonProperty("TPM") @Nullable JsonNode tpm,
    @OrAbsent @JsonProperty("StateEncrypted") @Nullable Boolean stateEncrypted) {
  public Hostinfo {
    routableIps = List.copyOf(routableIps);
    requestTags = List.copyOf(requestTags);
    wakeOnLanMacs = List.copyOf(wakeOnLanMacs);
    services = List.copyOf(services);
    sshHostKeys = List.copyOf(sshHostKeys);
  }
}
