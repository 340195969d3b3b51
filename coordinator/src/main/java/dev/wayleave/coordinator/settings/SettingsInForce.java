package dev.wayleave.coordinator.settings;

import dev.wayleave.coordinator.state.NoiseKeys;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The settings of one image under the flags of this process.
public final class SettingsInForce {
  /// The base domain of a tailnet that nobody named.
  static final String DEFAULT_BASE_DOMAIN = "tailnet.internal";

  private final Tailnet image;
  private final Optional<String> serverUrlFlag;
  private final String ownUrl;

  /// @param serverUrlFlag what `--server-url` says
  /// @param ownUrl where this process listens
  public SettingsInForce(Tailnet image, Optional<String> serverUrlFlag, String ownUrl) {
    this.image = image;
    this.serverUrlFlag = serverUrlFlag;
    this.ownUrl = ownUrl;
  }

  /// The URL that clients hold: the flag's, else the imported one, else where this process listens.
  public String serverUrl() {
    return serverUrlFlag
        .or(() -> image.server().map(ServerSettings::serverUrl).filter(url -> !url.isEmpty()))
        .orElse(ownUrl);
  }

  /// Where the server URL comes from: `flag`, `imported` or `default`.
  public String serverUrlFrom() {
    if (serverUrlFlag.isPresent()) {
      return "flag";
    }
    return image.server().map(ServerSettings::serverUrl).filter(url -> !url.isEmpty()).isPresent()
        ? "imported"
        : "default";
  }

  public DnsSettings dns() {
    return image
        .dns()
        .orElse(
            new DnsSettings(
                true, DEFAULT_BASE_DOMAIN, false, List.of(), Map.of(), List.of(), List.of()));
  }

  /// The key that clients encrypt to; nothing before the first start has made one.
  public Optional<MachineKey> noisePublicKey() {
    return noiseKeys().stream().findFirst().map(MachinePrivateKey::publicKey);
  }

  /// The Noise keys that handshakes are accepted for, the current one first.
  public List<MachinePrivateKey> noiseKeys() {
    return NoiseKeys.of(image).stream().map(NoiseKeys.Held::key).toList();
  }
}
