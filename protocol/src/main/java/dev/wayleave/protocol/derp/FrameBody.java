package dev.wayleave.protocol.derp;

import dev.wayleave.protocol.derp.DerpException.Reason;
import dev.wayleave.protocol.key.NodeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/// Reads the body of a frame whose length is within the bounds of its type.
final class FrameBody {
  private FrameBody() {}

  static Frame read(FrameType type, ByteBuffer body) throws DerpException {
    return switch (type) {
      case SERVER_KEY -> serverKey(body);
      case CLIENT_INFO -> new Frame.ClientInfo(key(body), Payload.readFrom(body));
      case SERVER_INFO -> new Frame.ServerInfo(Payload.readFrom(body));
      case SEND_PACKET -> new Frame.SendPacket(key(body), Payload.readFrom(body));
      case RECV_PACKET -> new Frame.RecvPacket(key(body), Payload.readFrom(body));
      case FORWARD_PACKET -> new Frame.ForwardPacket(key(body), key(body), Payload.readFrom(body));
      case KEEP_ALIVE -> new Frame.KeepAlive();
      case NOTE_PREFERRED -> new Frame.NotePreferred(flag(body));
      case PEER_GONE -> new Frame.PeerGone(key(body), reason(body));
      case PEER_PRESENT -> peerPresent(body);
      case WATCH_CONNS -> new Frame.WatchConns();
      case CLOSE_PEER -> new Frame.ClosePeer(key(body));
      case PING -> new Frame.Ping(body.getLong());
      case PONG -> new Frame.Pong(body.getLong());
      case HEALTH -> new Frame.Health(text(body));
      case RESTARTING ->
          new Frame.Restarting(Numbers.millis(body.getInt()), Numbers.millis(body.getInt()));
    };
  }

  private static Frame serverKey(ByteBuffer body) throws DerpException {
    if (!Arrays.equals(bytes(body, Sizes.MAGIC), Sizes.magic())) {
      throw new DerpException(
          Reason.NOT_DERP, "the server's key does not begin with the magic of DERP");
    }
    return new Frame.ServerKey(key(body));
  }

  private static boolean flag(ByteBuffer body) throws DerpException {
    byte value = body.get();
    return switch (value) {
      case 0 -> false;
      case 1 -> true;
      default ->
          throw new DerpException(
              Reason.MEANINGLESS_VALUE,
              "whether the server is the client's home is %d, neither 0 nor 1".formatted(value));
    };
  }

  private static PeerGoneReason reason(ByteBuffer body) {
    return body.remaining() < Sizes.REASON
        ? PeerGoneReason.DISCONNECTED
        : new PeerGoneReason(Byte.toUnsignedInt(body.get()));
  }

  private static Frame peerPresent(ByteBuffer body) {
    NodeKey peer = key(body);
    if (body.remaining() < Sizes.IP + Sizes.PORT) {
      return new Frame.PeerPresent(peer, null, Set.of());
    }
    InetAddress ip = address(bytes(body, Sizes.IP));
    InetSocketAddress address = new InetSocketAddress(ip, Short.toUnsignedInt(body.getShort()));
    Set<PeerKind> kinds = body.remaining() < Sizes.KINDS ? Set.of() : PeerKind.ofByte(body.get());
    return new Frame.PeerPresent(peer, address, kinds);
  }

  /// An IPv4 address comes mapped into IPv6, which Java undoes.
  private static InetAddress address(byte[] ip) {
    try {
      return InetAddress.getByAddress(ip);
    } catch (UnknownHostException e) {
      throw new AssertionError("sixteen bytes are an address", e);
    }
  }

  private static String text(ByteBuffer body) throws DerpException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(body).toString();
    } catch (CharacterCodingException e) {
      // The cause says no more than the sentence.
      throw new DerpException(Reason.MEANINGLESS_VALUE, "a text on health is not UTF-8");
    }
  }

  private static NodeKey key(ByteBuffer body) {
    return NodeKey.of(bytes(body, Sizes.KEY));
  }

  private static byte[] bytes(ByteBuffer body, int count) {
    byte[] bytes = new byte[count];
    body.get(bytes);
    return bytes;
  }
}
