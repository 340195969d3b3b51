package dev.wayleave.protocol.derp;

import dev.wayleave.protocol.derp.DerpException.Reason;
import dev.wayleave.protocol.derp.FrameType.Sender;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Takes frames from the beginning of a growing buffer.
///
/// It holds no bytes itself and may be used for any number of connections. A caller that keeps what
/// [#next] leaves never needs to keep more than [#maxFrameBytes].
///
/// @param <F> the frames of the side that is listened to
public final class FrameDecoder<F extends Frame> {
  private final Class<F> kind;
  private final Sender sender;
  private final FrameLimits limits;

  private FrameDecoder(Class<F> kind, Sender sender, FrameLimits limits) {
    this.kind = kind;
    this.sender = sender;
    this.limits = limits;
  }

  /// What a server reads.
  public static FrameDecoder<Frame.FromClient> ofClient(FrameLimits limits) {
    return new FrameDecoder<>(Frame.FromClient.class, Sender.CLIENT, limits);
  }

  /// What a client reads.
  public static FrameDecoder<Frame.FromServer> ofServer(FrameLimits limits) {
    return new FrameDecoder<>(Frame.FromServer.class, Sender.SERVER, limits);
  }

  /// The longest frame that is accepted, header included.
  public int maxFrameBytes() {
    int longest = limits.maxUnknownBody();
    for (FrameType type : FrameType.values()) {
      if (type.isSentBy(sender)) {
        longest = Math.max(longest, type.maxBody(limits));
      }
    }
    return Sizes.HEADER + longest;
  }

  /// The next frame, with the buffer's position behind it; or nothing, with the position where it
  /// was, if the frame is not complete yet.
  ///
  /// @param in big-endian, as buffers are unless told otherwise
  /// @throws DerpException as soon as the header shows that the frame will not be accepted
  public Optional<F> next(ByteBuffer in) throws DerpException {
    if (in.remaining() < Sizes.HEADER) {
      return Optional.empty();
    }
    int start = in.position();
    int code = Byte.toUnsignedInt(in.get(start));
    int length = in.getInt(start + Sizes.TYPE);
    Optional<FrameType> type = FrameType.ofCode(code).filter(known -> known.isSentBy(sender));
    checkLength(code, length, type);
    if (in.remaining() < Sizes.HEADER + length) {
      return Optional.empty();
    }
    ByteBuffer body = in.slice(start + Sizes.HEADER, length);
    Frame frame =
        type.isPresent()
            ? FrameBody.read(type.get(), body)
            : new Frame.Unknown(code, Payload.readFrom(body));
    in.position(start + Sizes.HEADER + length);
    return Optional.of(kind.cast(frame));
  }

  private void checkLength(int code, int length, Optional<FrameType> type) throws DerpException {
    int max = type.isPresent() ? type.get().maxBody(limits) : limits.maxUnknownBody();
    int min = type.isPresent() ? type.get().minBody() : 0;
    // The length has no sign on the wire: what is negative here is beyond 2 GiB.
    if (length < 0 || length > max) {
      throw new DerpException(
          Reason.FRAME_TOO_LONG,
          "a frame of type %#04x announces %d bytes, at most %d are accepted"
              .formatted(code, Integer.toUnsignedLong(length), max));
    }
    if (length < min) {
      throw new DerpException(
          Reason.FRAME_TOO_SHORT,
          "a frame of type %#04x announces %d bytes, it has at least %d"
              .formatted(code, length, min));
    }
  }
}
