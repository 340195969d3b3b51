package dev.wayleave.tailnet.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which DERP relays nodes are told of.
///
/// @param embedded the relay inside the control server, where there is one
/// @param urls maps fetched over HTTP
/// @param maps texts of map files (YAML or JSON as found), which the source names by path
public record DerpSettings(
    @Nullable EmbeddedRegion embedded,
    List<String> urls,
    List<MapFile> maps,
    boolean autoUpdate,
    String updateFrequency)
    implements TailnetEntity {
  public DerpSettings {
    urls = List.copyOf(urls);
    maps = List.copyOf(maps);
  }

  /// The DERP region that the control server serves by itself.
  public record EmbeddedRegion(
      int regionId,
      String regionCode,
      String regionName,
      boolean verifyClients,
      String stunListenAddress,
      boolean addedToMap,
      String ipv4,
      String ipv6) {}

  /// A DERP map file.
  public record MapFile(String path, String text) {}
}
