package dev.wayleave.tailnet.cutover;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import dev.wayleave.tailnet.model.ServerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks what clients hold of a server: its URL, its Noise key, its relay.
final class PlaceChecks {
  private static final int FIRST_FREE_PORT = 1024;
  private static final String URL = "setting server_url";
  private static final String LISTEN = "setting listen_addr";
  private static final String NOISE = "secret noise-key";

  private final Inventory inventory;
  private final Place place;
  private final Surveyed surveyed;
  private final List<Finding> found = new ArrayList<>();

  PlaceChecks(Inventory inventory, Place place, Surveyed surveyed) {
    this.inventory = inventory;
    this.place = place;
    this.surveyed = surveyed;
  }

  List<Finding> findings() {
    url();
    listen();
    noiseKey();
    relay();
    target();
    return found;
  }

  private void url() {
    if (place.url() == null) {
      found.add(
          Finding.blocker(
              "CUTOVER_URL_MISSING",
              URL,
              "There is no URL that clients could hold.",
              "Set server_url to the URL that the clients were given, and check again."));
      return;
    }
    if (place.isEncrypted() && !place.endsTls()) {
      found.add(
          Finding.action(
              "CUTOVER_PROXY",
              URL,
              "Clients come over https to %s, and the server at %s speaks plain HTTP: something before it ends TLS."
                  .formatted(place.url(), place.listen()),
              "Leave it in place and let Wayleave listen where Headscale does; name it in"
                  + " WAYLEAVE_TRUSTED_PROXIES, and see that it passes Upgrade on and does not buffer."));
    }
    if (!place.isEncrypted() && place.endsTls()) {
      found.add(
          Finding.action(
              "CUTOVER_SCHEME",
              URL,
              "Clients hold " + place.url() + ", but the server has a certificate.",
              "Wayleave takes over both as they are; make sure that plain HTTP is what clients use."));
    }
    if (place.listenPort() != 0 && place.listenPort() != place.urlPort()) {
      found.add(
          Finding.info(
              "CUTOVER_PORTS_DIFFER",
              LISTEN,
              "Clients come to port %d and the server listens at %s: a proxy or a forwarding lies between."
                  .formatted(place.urlPort(), place.listen()),
              "Leave it in place and let Wayleave listen where Headscale does."));
    }
  }

  private void listen() {
    int port = place.listenPort();
    if (port > 0 && port < FIRST_FREE_PORT) {
      found.add(
          Finding.action(
              "CUTOVER_PORT_PRIVILEGED",
              LISTEN,
              "Listening at port %d needs a right that ordinary users lack.".formatted(port),
              "Give it by systemd (AmbientCapabilities=CAP_NET_BIND_SERVICE) or start Wayleave as"
                  + " root; setcap does not go well with Java."));
    }
    String grpc =
        inventory
            .server()
            .map(ServerSettings::other)
            .orElseThrow()
            .getOrDefault("grpc_listen_addr", "");
    if (!grpc.isEmpty()) {
      found.add(
          Finding.info(
              "CUTOVER_NO_GRPC",
              "setting grpc_listen_addr",
              "Nobody answers gRPC at %s any more.".formatted(grpc),
              "Point scripts that use Headscale's command from afar to the wayleave command."));
    }
  }

  private void noiseKey() {
    Optional<MachineKey> stored =
        secret(SecretRole.NOISE_KEY).filter(s -> !s.value().isWithheld()).flatMap(PlaceChecks::key);
    if (stored.isEmpty()) {
      found.add(
          Finding.blocker(
              "CUTOVER_NOISE_KEY_MISSING",
              NOISE,
              "The Noise key was not read, and with another one every running client stays cut off"
                  + " until it is restarted.",
              "Make the file of noise.private_key_path readable, and check again."));
      return;
    }
    MachineKey served = surveyed.noiseKey();
    if (served == null) {
      found.add(
          Finding.action(
              "CUTOVER_NOISE_KEY_UNCHECKED",
              NOISE,
              "The running server did not answer at /key, so it is not known whether it uses the key"
                  + " of the file.",
              "Check again while Headscale runs, where it can be reached."));
    } else if (!served.equals(stored.get())) {
      found.add(
          Finding.blocker(
              "CUTOVER_NOISE_KEY_OTHER",
              NOISE,
              "The running server serves another Noise key than the one of noise.private_key_path.",
              "Point noise.private_key_path to the file that the server was started with."));
    }
  }

  private static Optional<MachineKey> key(Secret secret) {
    try {
      return Optional.of(MachinePrivateKey.parse(secret.value().reveal().strip()).publicKey());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void relay() {
    Optional<DerpSettings.EmbeddedRegion> embedded = inventory.derp().map(DerpSettings::embedded);
    if (embedded.isPresent()) {
      if (secret(SecretRole.DERP_KEY).isEmpty()) {
        found.add(
            Finding.action(
                "CUTOVER_DERP_KEY_MISSING",
                "secret derp-key",
                "The relay's key was not read, and so the relay is another one to those who pin it.",
                "Make the file of derp.server.private_key_path readable, and check again."));
      }
      found.add(
          Finding.info(
              "CUTOVER_RELAY",
              "relay " + embedded.get().regionId(),
              "The relay inside the server stops with Headscale and comes back with Wayleave under the"
                  + " same number; what goes over it waits meanwhile, direct paths do not. STUN"
                  + " listens at %s (UDP).".formatted(embedded.get().stunListenAddress()),
              "Leave that UDP port open."));
    }
    inventory.derp().map(DerpSettings::urls).orElse(List.of()).stream()
        .map(url ->
            Finding.info(
                "CUTOVER_DERP_URL",
                "relays of " + url,
                "The map of relays is fetched from there, as before.",
                "Let Wayleave's machine reach it."))
        .forEach(found::add);
  }

  private void target() {
    Surveyed.Target target = surveyed.target();
    if (target == null || place.url() == null) {
      return;
    }
    String url = String.valueOf(place.url());
    if (target.serverUrlFrom().equals("flag") && !same(target.serverUrl(), url)) {
      found.add(
          Finding.blocker(
              "CUTOVER_URL_OTHER",
              "setting server-url of the coordinator",
              "The coordinator tells clients %s, and they hold %s."
                  .formatted(target.serverUrl(), url),
              "Start it without --server-url and WAYLEAVE_SERVER_URL: the imported one counts then."));
    }
  }

  private static boolean same(String a, String b) {
    return a.replaceFirst("/$", "").equals(b.replaceFirst("/$", ""));
  }

  private Optional<Secret> secret(SecretRole role) {
    return inventory.secrets().stream().filter(secret -> secret.role() == role).findFirst();
  }
}
