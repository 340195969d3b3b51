package dev.wayleave.coordinator.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsInForceTest {
  private static final String OWN = "http://127.0.0.1:8080";
  private static final String IMPORTED = "https://vpn.example.com";

  private static final Tailnet IMPORT =
      Tailnet.empty()
          .with(
              new TailnetChange.Put(
                  new ServerSettings(
                      IMPORTED, "", null, null, "sequential", null, null, null, Map.of())));

  @Test
  void flagsOutrankImportedSettings() {
    SettingsInForce settings = new SettingsInForce(IMPORT, Optional.of("https://flag"), OWN);
    assertThat(settings.serverUrl()).isEqualTo("https://flag");
    assertThat(settings.serverUrlFrom()).isEqualTo("flag");
  }

  @Test
  void importedSettingsOutrankDefaults() {
    SettingsInForce settings = new SettingsInForce(IMPORT, Optional.empty(), OWN);
    assertThat(settings.serverUrl()).isEqualTo(IMPORTED);
    assertThat(settings.serverUrlFrom()).isEqualTo("imported");
  }

  @Test
  void withoutFlagAndImportTheServerIsWhereItListens() {
    SettingsInForce settings = new SettingsInForce(Tailnet.empty(), Optional.empty(), OWN);
    assertThat(settings.serverUrl()).isEqualTo(OWN);
    assertThat(settings.serverUrlFrom()).isEqualTo("default");
    assertThat(settings.noisePublicKey()).isEmpty();
  }

  /// RFC 7748 §5.2: scalar 9 on the base point.
  @Test
  void theImportedNoiseKeyIsTheOneInForce() {
    Secret noise =
        new Secret(
            Secret.SecretRole.NOISE_KEY,
            Secret.ONLY,
            SecretText.of("privkey:09" + "00".repeat(31) + "\n"));
    Tailnet image = Tailnet.empty().with(new TailnetChange.Put(noise));
    assertThat(new SettingsInForce(image, Optional.empty(), OWN).noisePublicKey())
        .hasToString(
            "Optional[mkey:422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079]");
  }

  @Test
  void olderNoiseKeysAreAcceptedAfterTheCurrentOneByTheirNames() {
    Tailnet image =
        Tailnet.empty()
            .with(new TailnetChange.Put(noise("2024", "0a")))
            .with(new TailnetChange.Put(noise("!first", "0b")))
            .with(new TailnetChange.Put(noise("broken", "xy")))
            .with(new TailnetChange.Put(noise(Secret.ONLY, "09")));
    SettingsInForce settings = new SettingsInForce(image, Optional.empty(), OWN);
    assertThat(settings.noiseKeys().stream().map(key -> key.reveal().substring(8, 10)))
        .containsExactly("09", "0b", "0a");
    assertThat(settings.noisePublicKey()).contains(settings.noiseKeys().getFirst().publicKey());
  }

  private static Secret noise(String name, String firstByte) {
    return new Secret(
        Secret.SecretRole.NOISE_KEY, name, SecretText.of("privkey:" + firstByte + "00".repeat(31)));
  }
}
