package dev.wayleave.protocol.derp;

/// How long what a peer sends may be; a frame is refused when its header arrives, before its body
/// is kept.
///
/// @param packetBytes the packet of a frame that carries one
/// @param infoBytes the text in the box of an info
/// @param smallBytes what may follow the known parts of any other frame
public record FrameLimits(int packetBytes, int infoBytes, int smallBytes) {
  /// The longest packet of the protocol.
  public static final int MAX_PACKET_BYTES = 64 << 10;

  /// What clients accept of an info; the limit of any frame in Tailscale's client.
  public static final int MAX_INFO_BYTES = 1 << 20;

  /// Packets as long as the protocol has them; an info of Tailscale's clients has about 100 bytes,
  /// and 1000 bytes are what Tailscale's server grants to a ping.
  public static final FrameLimits DEFAULT = new FrameLimits(MAX_PACKET_BYTES, 16 << 10, 1000);

  public FrameLimits {
    requireWithin("packet", packetBytes, MAX_PACKET_BYTES);
    requireWithin("info", infoBytes, MAX_INFO_BYTES);
    requireWithin("small frame", smallBytes, MAX_INFO_BYTES);
  }

  /// A frame that is not known is skipped, but not if it is longer than any known one.
  int maxUnknownBody() {
    return Sizes.KEY + Sizes.KEY + Math.max(packetBytes, smallBytes);
  }

  private static void requireWithin(String what, int value, int max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(
          "the limit of a %s, %d bytes, is outside 0..%d".formatted(what, value, max));
    }
  }
}
