package dev.wayleave.coordinator;

import dev.wayleave.coordinator.control.channel.ChannelLimits;
import dev.wayleave.coordinator.door.DoorLimits;
import dev.wayleave.coordinator.login.LoginLimits;
import dev.wayleave.coordinator.mail.MailLimits;
import dev.wayleave.coordinator.map.MapLimits;
import dev.wayleave.coordinator.oidc.OidcLimits;
import dev.wayleave.coordinator.presence.PresenceLimits;
import dev.wayleave.coordinator.route.ProbeLimits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;

/// The keys in the configuration file of settings that the parts read by themselves, limits above
/// all: their names without `wayleave.`, as in `control.streams`.
final class LimitKeys {
  private static final String PREFIX = "wayleave.";
  private static final List<String> OTHERS = List.of("stun.listen", "derp.own-relay");

  /// All of them. The limits say themselves what they are called: each is asked to read itself from
  /// a configuration that holds nothing and writes down what it is asked for.
  static final Set<String> ALL = all();

  private LimitKeys() {}

  private static Set<String> all() {
    Asked asked = new Asked();
    List<Function<Config, ?>> readers =
        List.of(
            ChannelLimits::of,
            DoorLimits::of,
            LoginLimits::of,
            MailLimits::of,
            MapLimits::of,
            OidcLimits::of,
            PresenceLimits::of,
            ProbeLimits::of,
            RelayLimitsReader::read);
    for (Function<Config, ?> reader : readers) {
      Object _ = reader.apply(asked);
    }
    Set<String> keys = new TreeSet<>(OTHERS);
    for (String name : asked.names) {
      keys.add(name.substring(PREFIX.length()));
    }
    return keys;
  }

  /// What the environment and the file beneath it set of them, as properties.
  static Map<String, String> properties(Map<String, String> environment) {
    Map<String, String> properties = new TreeMap<>();
    for (String key : ALL) {
      String value = environment.get(ServerOptions.variable(key));
      if (value != null) {
        properties.put(PREFIX + key, value);
      }
    }
    return properties;
  }

  private static final class Asked implements Config {
    private final Set<String> names = new TreeSet<>();

    @Override
    public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
      names.add(name);
      return Optional.empty();
    }

    @Override
    public <T> T getValue(String name, Class<T> type) {
      throw new IllegalArgumentException(name + " is no limit: it has no value of its own");
    }

    @Override
    public ConfigValue getConfigValue(String name) {
      throw new IllegalArgumentException(name + " is no limit: it has no value of its own");
    }

    @Override
    public Iterable<String> getPropertyNames() {
      return List.of();
    }

    @Override
    public Iterable<ConfigSource> getConfigSources() {
      return List.of();
    }

    @Override
    public <T> Optional<Converter<T>> getConverter(Class<T> type) {
      return Optional.empty();
    }

    @Override
    public <T> T unwrap(Class<T> type) {
      throw new IllegalArgumentException("there is nothing beneath");
    }
  }
}
