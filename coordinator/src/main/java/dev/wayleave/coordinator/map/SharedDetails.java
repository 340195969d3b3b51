package dev.wayleave.coordinator.map;

import dev.wayleave.protocol.wire.Hostinfo;
import dev.wayleave.protocol.wire.NetInfo;
import dev.wayleave.protocol.wire.SharedHostinfo;
import dev.wayleave.protocol.wire.WireException;
import dev.wayleave.protocol.wire.WireJson;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Unmoved;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a node says of itself, as far as others are told, and in no form that they cannot read: a
/// client that cannot read one peer's address or port has no map at all.
///
/// @param broken whether the node's description could not be read, and counts as none
/// @param homeDerp 0 where it has none yet
record SharedDetails(
    boolean broken, SharedHostinfo hostinfo, long homeDerp, List<String> endpoints) {
  private static final Pattern ENDPOINT =
      Pattern.compile("(?:\\[([^\\]]+)\\]|([0-9.]+)):(\\d{1,5})");
  private static final int MAX_PORT = 65535;

  static SharedDetails of(Node node) {
    List<String> endpoints = node.endpoints().stream().filter(SharedDetails::isEndpoint).toList();
    Optional<Hostinfo> read = read(node.hostinfo() == null ? "{}" : node.hostinfo());
    return new SharedDetails(
        read.isEmpty(),
        read.map(info -> shared(info, node)).orElseGet(() -> onlyName(node)),
        homeDerp(node, read),
        endpoints);
  }

  private static Optional<Hostinfo> read(String json) {
    try {
      return Optional.of(WireJson.read(json.getBytes(StandardCharsets.UTF_8), Hostinfo.class));
    } catch (WireException e) {
      return Optional.empty();
    }
  }

  /// What a device's description says is where it listened when somebody last asked it; of one that
  /// has not moved, the plane that it is on knows better.
  private static long homeDerp(Node node, Optional<Hostinfo> read) {
    Unmoved unmoved = node.unmoved();
    return unmoved != null && unmoved.homeDerp() > 0
        ? unmoved.homeDerp()
        : read.map(Hostinfo::netInfo).map(NetInfo::preferredDerp).filter(id -> id > 0).orElse(0L);
  }

  private static SharedHostinfo shared(Hostinfo info, Node node) {
    SharedHostinfo shared = SharedHostinfo.of(info);
    return new SharedHostinfo(
        shared.os(),
        shared.hostname().isEmpty() ? node.hostname() : shared.hostname(),
        shared.shareeNode(),
        shared.routableIps().stream().flatMap(SharedDetails::prefix).toList(),
        shared.services().stream()
            .filter(service -> service.port() >= 0 && service.port() <= MAX_PORT)
            .toList(),
        shared.sshHostKeys(),
        shared.appConnector(),
        shared.location());
  }

  /// Something is always sent: clients ask every peer for its system and services.
  private static SharedHostinfo onlyName(Node node) {
    return new SharedHostinfo(
        "", node.hostname(), false, List.of(), List.of(), List.of(), null, null);
  }

  private static Stream<String> prefix(String text) {
    try {
      return Stream.of(IpPrefix.parse(text).toString());
    } catch (IllegalArgumentException e) {
      return Stream.empty(); // advertises what is no prefix, which nobody can use
    }
  }

  private static boolean isEndpoint(String text) {
    Matcher parts = ENDPOINT.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(3)) > MAX_PORT) {
      return false;
    }
    try {
      IpAddress address = IpAddress.parse(parts.group(1) == null ? parts.group(2) : parts.group(1));
      return address instanceof IpAddress.V6 == (parts.group(1) != null);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
