package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What others are told of a node's [Hostinfo]: what their clients use, and no more.
///
/// @param shareeNode whether the node is there only because it uses something shared
/// @param services how to reach the peer API, which files, Taildrive and exit nodes' DNS go through
/// @param sshHostKeys what `tailscale ssh` knows hosts by
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record SharedHostinfo(
    @JsonProperty("OS") String os,
    @JsonProperty("Hostname") String hostname,
    @JsonProperty("ShareeNode") boolean shareeNode,
    @JsonProperty("RoutableIPs") List<String> routableIps,
    @JsonProperty("Services") List<Service> services,
    @JsonProperty("sshHostKeys") List<String> sshHostKeys,
    @OrAbsent @JsonProperty("AppConnector") @Nullable Boolean appConnector,
    @OrAbsent @JsonProperty("Location") @Nullable Location location) {
  public SharedHostinfo {
    routableIps = List.copyOf(routableIps);
    services = List.copyOf(services);
    sshHostKeys = List.copyOf(sshHostKeys);
  }

  public static SharedHostinfo of(Hostinfo hostinfo) {
    return new SharedHostinfo(
        hostinfo.os(),
        hostinfo.hostname(),
        hostinfo.shareeNode(),
        hostinfo.routableIps(),
        hostinfo.services(),
        hostinfo.sshHostKeys(),
        hostinfo.appConnector(),
        hostinfo.location());
  }
}
