package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Says whether an administrator has to let in what is new. Whoever waits already goes on waiting,
/// and whoever is in stays in.
///
/// @param devices whether each new device waits; null leaves it as it is
/// @param users whether each new user waits; null leaves it as it is
public record ChangeApprovals(@Nullable Boolean devices, @Nullable Boolean users)
    implements Command<ServerSettings> {
  @Override
  public Decision<ServerSettings> decide(Tailnet image, Moment moment) {
    Map<String, String> wanted = new TreeMap<>();
    if (devices != null) {
      wanted.put(ServerSettings.DEVICE_APPROVAL, devices.toString());
    }
    if (users != null) {
      wanted.put(ServerSettings.USER_APPROVAL, users.toString());
    }
    ServerSettings before = image.server().orElseGet(() -> unset(image));
    ServerSettings changed = before.with(wanted);
    return changed.equals(before)
        ? Decision.accepted(before)
        : Decision.accepted(changed, new TailnetChange.Put(changed));
  }

  /// What is in force while nobody has set anything, written out.
  private static ServerSettings unset(Tailnet image) {
    Prefixes prefixes = Prefixes.of(image);
    @Nullable IpPrefix none = null;
    return new ServerSettings(
        "",
        "",
        prefixes.v4().orElse(none),
        prefixes.v6().orElse(none),
        "sequential",
        null,
        null,
        null,
        Map.of());
  }

  @Override
  public String object() {
    return "settings/approval";
  }
}
