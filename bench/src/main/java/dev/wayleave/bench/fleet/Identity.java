package dev.wayleave.bench.fleet;

import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.protocol.key.NodeKey;
import java.security.SecureRandom;

/// Who a client is, and what it says of itself: what a client on a Debian server would.
///
/// @param number from 0
record Identity(int number, MachinePrivateKey machine, NodeKey node, DiscoKey disco) {
  static final int VERSION = 142;

  /// Nobody needs the private halves of the others.
  static Identity random(int number, SecureRandom random) {
    return new Identity(
        number,
        MachinePrivateKey.of(bytes(random)),
        NodeKey.of(bytes(random)),
        DiscoKey.of(bytes(random)));
  }

  private static byte[] bytes(SecureRandom random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return bytes;
  }

  String registration(String authKey) {
    return """
    {"Version":%d,"NodeKey":"%s","OldNodeKey":"nodekey:%s","Auth":{"AuthKey":"%s"},"Hostinfo":%s}\
    """
        .formatted(VERSION, node, "0".repeat(64), authKey, hostinfo());
  }

  /// @param stream whether it asks for its map, else it only tells
  /// @param endpoint where it is found by now; empty for where it always was
  String mapRequest(boolean stream, String endpoint) {
    String found =
        endpoint.isEmpty()
            ? "198.51.100.%d:%d".formatted(1 + number % 250, 20_000 + number % 40_000)
            : endpoint;
    return """
    {"Version":%d,"Compress":"zstd","KeepAlive":true,"NodeKey":"%s","DiscoKey":"%s",%s\
    "Hostinfo":%s,\
    "Endpoints":["%s","10.%d.%d.%d:41641"],"EndpointTypes":[2,1]}\
    """
        .formatted(
            VERSION,
            node,
            disco,
            stream ? "\"Stream\":true," : "\"OmitPeers\":true,",
            hostinfo(),
            found,
            (number >> 16) & 255,
            (number >> 8) & 255,
            number & 255);
  }

  private String hostinfo() {
    return """
    {"IPNVersion":"1.102.3-t0123456789-g0123456789","BackendLogID":"%064x","OS":"linux",\
    "OSVersion":"6.1.0-32-amd64","Distro":"debian","DistroVersion":"12.10","Hostname":"crew-%05d",\
    "Machine":"x86_64","GoArch":"amd64","GoVersion":"go1.26.6",\
    "Services":[{"Proto":"peerapi4","Port":%d},{"Proto":"peerapi6","Port":%d}],\
    "NetInfo":{"WorkingUDP":true,"OSHasIPv6":true,"PreferredDERP":1,"DERPLatency":{"1-v4":0.0125}}}\
    """
        .formatted(number, number, 30_000 + number % 30_000, 30_000 + number % 30_000);
  }
}
