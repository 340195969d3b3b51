package dev.wayleave.protocol.noise;

/// The byte that says what a frame is.
enum FrameType {
  /// Client to server, first: see [Initiation].
  INITIATION(1),
  /// Server to client, in reply: see [Response].
  RESPONSE(2),
  /// Server to client, instead of a response: see [Refusal].
  REFUSAL(3),
  /// Both ways, after the handshake: see [RecordFrame].
  RECORD(4);

  private final byte code;

  FrameType(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }
}
