package dev.wayleave.importers.tailscale.device;

import dev.wayleave.importers.tailscale.json.HostedFields;
import dev.wayleave.tailnet.model.IpAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// The addresses and names of devices that others share with the tailnet.
///
/// They are no nodes of it, and whoever has not moved still reaches them.
public final class SharedDevices {
  private final Set<IpAddress> addresses = new HashSet<>();
  private final Set<String> names = new HashSet<>();

  SharedDevices() {}

  void add(HostedFields fields) {
    for (String text : fields.texts("addresses")) {
      try {
        addresses.add(IpAddress.parse(text));
      } catch (IllegalArgumentException _) {
        // What is no address is nobody's; the row keeps the text.
      }
    }
    String name = fields.text("name");
    String label = Devices.firstLabel(name.isEmpty() ? fields.text("hostname") : name);
    if (!label.isEmpty()) {
      names.add(label.toLowerCase(Locale.ROOT));
    }
  }

  public Set<IpAddress> addresses() {
    return Set.copyOf(addresses);
  }

  public Set<String> names() {
    return Set.copyOf(names);
  }
}
