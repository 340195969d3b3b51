package dev.wayleave.protocol.derp;

/// Why a server cannot deliver to a peer: one byte, 0 … 255.
///
/// Not an enum, because a later server may give a reason that is not known here.
public record PeerGoneReason(int code) {
  /// The peer was here and disconnected; also meant where an old server gives no reason.
  public static final PeerGoneReason DISCONNECTED = new PeerGoneReason(0x00);

  /// The server does not know the peer.
  public static final PeerGoneReason NOT_HERE = new PeerGoneReason(0x01);

  private static final int MAX_CODE = 0xff;

  public PeerGoneReason {
    if (code < 0 || code > MAX_CODE) {
      throw new IllegalArgumentException("reason " + code + " is outside 0..255");
    }
  }
}
