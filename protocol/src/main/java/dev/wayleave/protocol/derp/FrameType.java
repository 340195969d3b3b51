package dev.wayleave.protocol.derp;

import dev.wayleave.protocol.box.CryptoBox;
import java.util.Arrays;
import java.util.Optional;

/// The byte at the beginning of a frame, with who may send it and how long its body is.
enum FrameType {
  SERVER_KEY(0x01, Sender.SERVER, Sizes.MAGIC + Sizes.KEY, Room.SMALL),
  CLIENT_INFO(0x02, Sender.CLIENT, Sizes.KEY + CryptoBox.OVERHEAD_BYTES, Room.INFO),
  SERVER_INFO(0x03, Sender.SERVER, CryptoBox.OVERHEAD_BYTES, Room.INFO),
  SEND_PACKET(0x04, Sender.CLIENT, Sizes.KEY, Room.PACKET),
  RECV_PACKET(0x05, Sender.SERVER, Sizes.KEY, Room.PACKET),
  KEEP_ALIVE(0x06, Sender.SERVER, 0, Room.SMALL),
  NOTE_PREFERRED(0x07, Sender.CLIENT, Sizes.HOME, Room.NONE),
  PEER_GONE(0x08, Sender.SERVER, Sizes.KEY, Room.SMALL),
  PEER_PRESENT(0x09, Sender.SERVER, Sizes.KEY, Room.SMALL),
  FORWARD_PACKET(0x0a, Sender.CLIENT, Sizes.KEY + Sizes.KEY, Room.PACKET),
  WATCH_CONNS(0x10, Sender.CLIENT, 0, Room.NONE),
  CLOSE_PEER(0x11, Sender.CLIENT, Sizes.KEY, Room.NONE),
  PING(0x12, Sender.EITHER, Sizes.PING_DATA, Room.SMALL),
  PONG(0x13, Sender.EITHER, Sizes.PING_DATA, Room.SMALL),
  HEALTH(0x14, Sender.SERVER, 0, Room.SMALL),
  RESTARTING(0x15, Sender.SERVER, Sizes.MILLIS + Sizes.MILLIS, Room.SMALL);

  /// Who sends frames of a type.
  enum Sender {
    CLIENT,
    SERVER,
    EITHER
  }

  /// What may follow the parts that a body always has.
  enum Room {
    /// Nothing.
    NONE,
    /// A packet.
    PACKET,
    /// The text in a box.
    INFO,
    /// Parts that may be missing, a short text, or what later versions add.
    SMALL
  }

  private static final Optional<FrameType>[] BY_CODE = byCode();

  private final int code;
  private final Sender sender;
  private final int minBody;
  private final Room room;

  FrameType(int code, Sender sender, int minBody, Room room) {
    this.code = code;
    this.sender = sender;
    this.minBody = minBody;
    this.room = room;
  }

  static Optional<FrameType> ofCode(int code) {
    return BY_CODE[code];
  }

  int code() {
    return code;
  }

  boolean isSentBy(Sender who) {
    return sender == who || sender == Sender.EITHER;
  }

  int minBody() {
    return minBody;
  }

  int maxBody(FrameLimits limits) {
    return minBody
        + switch (room) {
          case NONE -> 0;
          case PACKET -> limits.packetBytes();
          case INFO -> limits.infoBytes();
          case SMALL -> limits.smallBytes();
        };
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  private static Optional<FrameType>[] byCode() {
    Optional<FrameType>[] byCode = new Optional[1 << Byte.SIZE];
    Arrays.fill(byCode, Optional.empty());
    for (FrameType type : values()) {
      byCode[type.code] = Optional.of(type);
    }
    return byCode;
  }
}
