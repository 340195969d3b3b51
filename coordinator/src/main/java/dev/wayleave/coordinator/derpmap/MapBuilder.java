package dev.wayleave.coordinator.derpmap;

import dev.wayleave.protocol.wire.DerpHomeParams;
import dev.wayleave.protocol.wire.DerpMap;
import dev.wayleave.protocol.wire.DerpRegion;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.DerpSettings.EmbeddedRegion;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes one map out of its sources, as Headscale does: fetched maps, then map files, then the
/// embedded relay, and a later source has the last word on a region.
final class MapBuilder {
  private static final int STUN_PORT = 3478;
  private static final int LEAST_PRIVATE_ID = 900;

  private final MapSources sources;
  private final SortedMap<Long, DerpRegion> regions = new TreeMap<>();
  private final List<String> complaints = new ArrayList<>();
  private @Nullable DerpHomeParams homeParams;
  private @Nullable Long ownId;

  private MapBuilder(MapSources sources) {
    this.sources = sources;
  }

  /// @param complaints one sentence for each thing that could not be taken
  record Built(DerpMap map, List<String> complaints) {
    Built {
      complaints = List.copyOf(complaints);
    }
  }

  static Built build(MapSources sources) {
    return new MapBuilder(sources).build();
  }

  private Built build() {
    Optional<DerpSettings> settings = sources.settings();
    settings.ifPresent(this::addMaps);
    addEmbedded(settings.map(DerpSettings::embedded).filter(EmbeddedRegion::addedToMap));
    if (regions.values().stream().noneMatch(MapBuilder::relays)) {
      if (settings.isPresent() || sources.leaving()) {
        complaints.add(
            "The DERP settings give no relay, without which no client gets online; the relay of this"
                + " coordinator is served.");
      }
      addOwn(OwnRegion.DEFAULT);
    } else if (sources.leaving() && ownId != null) {
      regions.computeIfPresent(ownId, (_, region) -> nobodysHome(region));
    }
    return new Built(new DerpMap(homeParams, regions, false), complaints);
  }

  private void addMaps(DerpSettings settings) {
    for (String url : settings.urls()) {
      MapText.Reading reading = sources.fetched().get(url);
      if (reading == null) {
        complaints.add("The DERP map " + url + " has not been fetched yet.");
      } else {
        add(reading);
      }
    }
    for (DerpSettings.MapFile file : settings.maps()) {
      add(MapText.read(file.path(), file.text()));
    }
  }

  private void add(MapText.Reading reading) {
    complaints.addAll(reading.complaints());
    reading
        .regions()
        .forEach((id, region) ->
            region.ifPresentOrElse(one -> regions.put(id, one), () -> regions.remove(id)));
    if (reading.homeParams() != null) {
      homeParams = reading.homeParams();
    }
  }

  private void addEmbedded(Optional<EmbeddedRegion> embedded) {
    Optional<URI> elsewhere =
        sources.importedUrl().filter(url -> sources.own() != OwnRelay.ALWAYS && !isHere(url));
    if (embedded.isPresent() && elsewhere.isPresent()) {
      EmbeddedRegion theirs = embedded.get();
      put(OwnRegion.of(theirs, OwnRegion.id(theirs), elsewhere.get(), theirStunPort(theirs)));
    }
    boolean wanted =
        switch (sources.own()) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO -> !sources.leaving() && (sources.settings().isEmpty() || embedded.isPresent());
        };
    if (wanted) {
      addOwn(elsewhere.isPresent() ? OwnRegion.DEFAULT : embedded.orElse(OwnRegion.DEFAULT));
    }
  }

  private void addOwn(EmbeddedRegion settings) {
    int id = OwnRegion.id(settings);
    boolean named =
        sources.settings().map(DerpSettings::embedded).filter(settings::equals).isPresent();
    if (!named) {
      // Nobody asked for this number, so that it gives way.
      while (regions.containsKey((long) id) && id > LEAST_PRIVATE_ID) {
        id--;
      }
    }
    put(OwnRegion.of(settings, id, sources.ownUrl(), sources.stunPort().orElse(OwnRegion.NO_STUN)));
    ownId = (long) id;
  }

  /// A device that has not moved knows only the old relays, and would not find one that listens
  /// here. Clients before capability version 115 heed only the older of the two signs.
  private static DerpRegion nobodysHome(DerpRegion region) {
    return new DerpRegion(
        region.regionId(),
        region.regionCode(),
        region.regionName(),
        region.latitude(),
        region.longitude(),
        true,
        true,
        region.nodes());
  }

  private void put(DerpRegion region) {
    if (regions.put(region.regionId(), region) != null) {
      complaints.add(
          "A DERP map has a region %d, and the embedded relay has it too; the embedded relay is served."
              .formatted(region.regionId()));
    }
  }

  private boolean isHere(URI url) {
    URI here = sources.ownUrl();
    return OwnRegion.host(url).equalsIgnoreCase(OwnRegion.host(here))
        && OwnRegion.port(url) == OwnRegion.port(here);
  }

  private static int theirStunPort(EmbeddedRegion theirs) {
    String listen = theirs.stunListenAddress();
    String port = listen.substring(listen.lastIndexOf(':') + 1);
    return port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : STUN_PORT;
  }

  private static boolean relays(DerpRegion region) {
    return region.nodes().stream().anyMatch(node -> !node.stunOnly());
  }

  /// The addresses that a map gives for its hosts.
  static Map<String, List<String>> addresses(DerpMap map) {
    Map<String, List<String>> addresses = new TreeMap<>();
    if (map.regions() != null) {
      for (DerpRegion region : map.regions().values()) {
        region
            .nodes()
            .forEach(node -> {
              List<String> of = addresses.computeIfAbsent(node.hostName(), _ -> new ArrayList<>());
              for (String address : List.of(node.ipv4(), node.ipv6())) {
                if (OwnRegion.isAddress(address) && !of.contains(address)) {
                  of.add(address);
                }
              }
            });
      }
    }
    addresses.values().removeIf(List::isEmpty);
    return addresses;
  }
}
