package dev.wayleave.coordinator;

import dev.wayleave.coordinator.mail.MailThread;
import dev.wayleave.coordinator.map.LiveMaps;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.coordinator.store.ChangeListener;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Starts the parts in the order in which they need each other, and stops them in the other.
@Singleton
final class Lifecycle {
  private final TailnetState state;
  private final LiveMaps maps;
  private final MailThread mail;
  private final ChangeListener listener;
  private final AdminKey adminKey;
  private final NoiseKey noiseKey;
  private final Optional<String> data;
  private final boolean notify;

  Lifecycle(
      TailnetState state,
      LiveMaps maps,
      MailThread mail,
      ChangeListener listener,
      AdminKey adminKey,
      NoiseKey noiseKey,
      @ConfigProperty(name = "wayleave.data") Optional<String> data,
      @ConfigProperty(name = "wayleave.notify", defaultValue = "true") boolean notify) {
    this.state = state;
    this.maps = maps;
    this.mail = mail;
    this.listener = listener;
    this.adminKey = adminKey;
    this.noiseKey = noiseKey;
    this.data = data;
    this.notify = notify;
  }

  void start(@Observes StartupEvent event) {
    state.start();
    maps.start();
    mail.start();
    if (notify) {
      listener.start();
    }
    noiseKey.ensure();
    data.map(Path::of).ifPresent(adminKey::ensure);
  }

  void stop(@Observes ShutdownEvent event) {
    listener.close();
    mail.close();
    maps.close();
    state.close();
  }
}
