package dev.wayleave.api;

import dev.wayleave.tailnet.inventory.Finding;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The settings in force.
///
/// @param serverUrl the URL that clients hold
/// @param serverUrlFrom `flag`, `imported` or `default`
/// @param prefixV4 where IPv4 addresses are allotted from; null where none are
/// @param nodeExpiry how long a login lasts, ISO-8601; null means for ever
/// @param derpRegion the region of the embedded DERP relay; null where there is none
/// @param noisePublicKey the public half of the Noise key, `mkey:` and 64 hex digits
/// @param deviceApproval whether an administrator has to let each new device in
/// @param userApproval whether an administrator has to let each new user in
/// @param findings what of the settings could not be followed, such as relays that are left out
public record SettingsView(
    String serverUrl,
    String serverUrlFrom,
    @Nullable String prefixV4,
    @Nullable String prefixV6,
    String allocation,
    @Nullable String nodeExpiry,
    String baseDomain,
    boolean magicDns,
    List<String> nameservers,
    Map<String, List<String>> splitNameservers,
    List<String> searchDomains,
    List<String> derpMapUrls,
    @Nullable Integer derpRegion,
    @Nullable String noisePublicKey,
    boolean deviceApproval,
    boolean userApproval,
    List<Finding> findings) {
  public SettingsView {
    nameservers = List.copyOf(nameservers);
    splitNameservers = Map.copyOf(splitNameservers);
    searchDomains = List.copyOf(searchDomains);
    derpMapUrls = List.copyOf(derpMapUrls);
    findings = List.copyOf(findings);
  }
}
