package dev.wayleave.coordinator.control.channel;

/// What a client, a connection or a request was turned away for, by the name it has in the metrics:
/// that of the limit's property, where there is one.
enum Limit {
  /// What was asked for is no upgrade.
  UPGRADE("upgrade"),
  /// The client is too old.
  VERSION("version"),
  /// The handshake is for a key that is not held here.
  KEY("key"),
  HANDSHAKES_PER_ADDRESS("handshakes-per-address"),
  CONNECTIONS("connections"),
  CONNECTIONS_PER_MACHINE("connections-per-machine"),
  HANDSHAKES_WAITING("handshakes-waiting"),
  HANDSHAKE_DEADLINE("handshake-deadline"),
  IDLE("idle"),
  PING_DEADLINE("ping-deadline"),
  CONTROL_FRAMES("control-frames"),
  /// HTTP/2 that is wrong, or beyond the limits that are fixed.
  HTTP2("http2"),
  BODY_BYTES("body-bytes"),
  BODY_BYTES_TOGETHER("body-bytes-per-connection"),
  BODY_DEADLINE("body-deadline"),
  WRITE_DEADLINE("write-deadline");

  private final String label;

  Limit(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
