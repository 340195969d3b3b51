package dev.wayleave.coordinator.derpmap;

import dev.wayleave.tailnet.model.DerpSettings;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// All that a DERP map is made of; equal sources make equal maps.
///
/// @param settings what was imported, if anything
/// @param importedUrl the URL of the server that the settings come from; empty where it is not
///   known
/// @param ownUrl the URL of this coordinator
/// @param stunPort where its STUN listens, if it does
/// @param leaving whether devices may still be on a plane that knows only the settings' relays
/// @param fetched what each URL of the settings gave last
record MapSources(
    Optional<DerpSettings> settings,
    Optional<URI> importedUrl,
    URI ownUrl,
    OptionalInt stunPort,
    OwnRelay own,
    boolean leaving,
    Map<String, MapText.Reading> fetched) {
  MapSources {
    fetched = Map.copyOf(fetched);
  }
}
