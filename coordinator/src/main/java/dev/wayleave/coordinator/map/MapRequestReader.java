package dev.wayleave.coordinator.map;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.coordinator.state.NodeReport;
import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.wire.Hostinfo;
import dev.wayleave.protocol.wire.MapRequest;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.TagName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what a device tells of itself in a map request; what is too much is refused as a whole.
final class MapRequestReader {
  /// Longer than any address with a port, IPv6 zone included.
  private static final int ENDPOINT_LENGTH = 80;

  /// DNS allows 253; a device may call itself what it likes up to this.
  private static final int HOSTNAME_LENGTH = 255;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final MapLimits limits;

  MapRequestReader(MapLimits limits) {
    this.limits = limits;
  }

  /// A request that is refused, with the sentence that the client logs.
  static final class RefusedRequestException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedRequestException(String sentence) {
      super(sentence);
    }

    String sentence() {
      return String.valueOf(getMessage());
    }
  }

  /// @param body the request as it came, for what its type does not know
  NodeReport report(MapRequest request, byte[] body) throws RefusedRequestException {
    atMost("endpoints", request.endpoints(), limits.endpoints());
    for (String endpoint : request.endpoints()) {
      if (endpoint.length() > ENDPOINT_LENGTH) {
        throw new RefusedRequestException("An endpoint in this map request is too long.");
      }
    }
    DiscoKey disco = request.discoKey().isZero() ? null : request.discoKey();
    return new NodeReport(
        disco, request.endpoints(), host(request.hostinfo(), body), request.version());
  }

  private NodeReport.@Nullable Host host(@Nullable Hostinfo hostinfo, byte[] body)
      throws RefusedRequestException {
    if (hostinfo == null) {
      return null;
    }
    atMost("routes", hostinfo.routableIps(), limits.routes());
    atMost("requested tags", hostinfo.requestTags(), limits.tags());
    atMost("services", hostinfo.services(), limits.services());
    if (hostinfo.hostname().length() > HOSTNAME_LENGTH) {
      throw new RefusedRequestException(
          "The host name in this map request has more than " + HOSTNAME_LENGTH + " characters.");
    }
    String text = text(body);
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > limits.hostinfoBytes()) {
      throw new RefusedRequestException(
          "The host information in this map request has "
              + bytes
              + " bytes; at most "
              + limits.hostinfoBytes()
              + " are taken.");
    }
    return new NodeReport.Host(text, hostinfo.hostname(), routes(hostinfo), tags(hostinfo));
  }

  /// The description as it came: a newer client says more than is known here, which a way to a
  /// newer control plane must not lose.
  private static String text(byte[] body) {
    try {
      return JSON.readTree(body).path("Hostinfo").toString();
    } catch (IOException e) {
      throw new AssertionError("the request was read before", e);
    }
  }

  private static List<IpPrefix> routes(Hostinfo hostinfo) throws RefusedRequestException {
    List<IpPrefix> routes = new ArrayList<>();
    try {
      hostinfo.routableIps().forEach(route -> routes.add(IpPrefix.parse(route)));
    } catch (IllegalArgumentException e) {
      throw new RefusedRequestException(
          "A route in this map request is not of the form ADDRESS/LENGTH.");
    }
    return routes;
  }

  private static Set<TagName> tags(Hostinfo hostinfo) throws RefusedRequestException {
    Set<TagName> tags = new HashSet<>();
    try {
      hostinfo.requestTags().forEach(tag -> tags.add(new TagName(tag)));
    } catch (IllegalArgumentException e) {
      throw new RefusedRequestException("A tag in this map request is not of the form tag:NAME.");
    }
    return tags;
  }

  private static void atMost(String what, Collection<?> given, int limit)
      throws RefusedRequestException {
    if (given.size() > limit) {
      throw new RefusedRequestException(
          "This map request names "
              + given.size()
              + " "
              + what
              + "; at most "
              + limit
              + " are taken.");
    }
  }
}
