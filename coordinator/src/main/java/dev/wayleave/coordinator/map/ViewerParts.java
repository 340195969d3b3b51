package dev.wayleave.coordinator.map;

import dev.wayleave.protocol.wire.FilterRule;
import dev.wayleave.protocol.wire.MapResponse;
import dev.wayleave.protocol.wire.MapResponseBuilder;
import dev.wayleave.protocol.wire.Node;
import dev.wayleave.protocol.wire.SshPolicy;
import java.util.List;

/// The parts of a response that are the viewer's own, and sent only if they are not what was sent
/// last.
final class ViewerParts {
  private final MapResponseBuilder response = MapResponse.builder();
  private final Told.Digests digests;

  ViewerParts(Scene scene, Sight sight, News news, Told told, boolean rules) {
    Told.Digests before = told.digests();
    boolean renamed = !scene.baseDomain().equals(told.basis().baseDomain());
    digests =
        new Told.Digests(
            news.self() || rules || renamed ? self(sight, before) : before.self(),
            rules ? filter(sight, before) : before.filter(),
            rules ? ssh(sight, before) : before.ssh(),
            rules || mayNameOtherwise(scene, news) ? dns(sight, before) : before.dns(),
            derp(scene, before));
    if (!scene.name().equals(told.basis().tailnet())) {
      response.domain(scene.name());
    }
  }

  /// A response with what is new.
  MapResponseBuilder begin() {
    return response;
  }

  Told.Digests digests() {
    return digests;
  }

  private long self(Sight sight, Told.Digests before) {
    Node self = sight.self();
    long digest = sight.digest(self);
    if (digest != before.self()) {
      response.node(self);
    }
    return digest;
  }

  private long filter(Sight sight, Told.Digests before) {
    List<FilterRule> filter = sight.filter();
    long digest = Digest.of(filter);
    if (digest != before.filter()) {
      response.packetFilter(filter);
    }
    return digest;
  }

  /// Whoever never had rules need not be told that there are none.
  private long ssh(Sight sight, Told.Digests before) {
    SshPolicy ssh = sight.ssh();
    if (ssh.rules().isEmpty() && before.ssh() == Digest.NEVER) {
      return Digest.NEVER;
    }
    long digest = Digest.of(ssh);
    if (digest != before.ssh()) {
      response.sshPolicy(ssh);
    }
    return digest;
  }

  /// Whether the news may make another DNS configuration. Where all viewers have the same it is
  /// looked at whatever the news is: it costs next to nothing.
  private static boolean mayNameOtherwise(Scene scene, News news) {
    boolean own = scene.personalDns() || !scene.oldNames().isNone();
    return !own
        || news.dns()
        || news.self()
        || (!scene.oldNames().isNone()
            && news.peers().values().stream()
                .anyMatch(facets -> facets.contains(Facet.WHOLE) || facets.contains(Facet.KEYS)));
  }

  private long dns(Sight sight, Told.Digests before) {
    ViewerDns dns = sight.dns();
    if (dns.digest() != before.dns()) {
      response.dnsConfig(dns.config());
    }
    return dns.digest();
  }

  private long derp(Scene scene, Told.Digests before) {
    if (scene.derpDigest() != before.derp()) {
      response.derpMap(scene.image().derpMap());
    }
    return scene.derpDigest();
  }
}
