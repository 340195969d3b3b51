package dev.wayleave.importers.tailscale.shape;

import dev.wayleave.tailnet.inventory.SourceException;
import org.jspecify.annotations.Nullable;

/// Makes sure that the tailnet's own devices are all of one tailnet, by their MagicDNS suffix.
///
/// Two tailnets in one inventory would share users and addresses that are not the same.
public final class OneTailnet {
  private final Object place;
  private @Nullable String suffix;
  private String first = "";

  public OneTailnet(Object place) {
    this.place = place;
  }

  /// Takes the full name of a device of this tailnet; one without a suffix says nothing.
  public void device(String name) throws SourceException {
    int dot = name.indexOf('.');
    if (dot < 0) {
      return;
    }
    String its = name.substring(dot + 1).replaceFirst("\\.$", "");
    if (suffix == null) {
      suffix = its;
      first = name;
    } else if (!suffix.equalsIgnoreCase(its)) {
      throw new SourceException(
          place
              + " holds devices of two tailnets, "
              + ExportJson.shown(first)
              + " and "
              + ExportJson.shown(name)
              + "; read each tailnet on its own.");
    }
  }
}
