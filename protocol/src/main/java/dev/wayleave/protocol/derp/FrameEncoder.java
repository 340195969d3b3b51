package dev.wayleave.protocol.derp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes frames.
public final class FrameEncoder {
  private static final int MAPPED_IPV4_ZEROS = 10;
  private static final byte MAPPED_IPV4_ONES = (byte) 0xff;

  private FrameEncoder() {}

  /// The bytes of a frame, header included.
  public static byte[] encode(Frame frame) {
    ByteBuffer out = ByteBuffer.allocate(size(frame));
    write(frame, out);
    return out.array();
  }

  /// How many bytes a frame has, header included.
  public static int size(Frame frame) {
    return Sizes.HEADER + bodySize(frame);
  }

  /// Writes a frame where the buffer stands.
  ///
  /// @param out big-endian, with at least [#size] bytes left
  public static void write(Frame frame, ByteBuffer out) {
    out.put((byte) code(frame)).putInt(bodySize(frame));
    switch (frame) {
      case Frame.ServerKey(var key) -> out.put(Sizes.magic()).put(key.toBytes());
      case Frame.ClientInfo(var client, var box) -> box.writeTo(out.put(client.toBytes()));
      case Frame.ServerInfo(var box) -> box.writeTo(out);
      case Frame.SendPacket(var destination, var packet) ->
          packet.writeTo(out.put(destination.toBytes()));
      case Frame.RecvPacket(var source, var packet) -> packet.writeTo(out.put(source.toBytes()));
      case Frame.ForwardPacket(var source, var destination, var packet) ->
          packet.writeTo(out.put(source.toBytes()).put(destination.toBytes()));
      case Frame.KeepAlive(), Frame.WatchConns() -> {}
      case Frame.NotePreferred(var home) -> out.put((byte) (home ? 1 : 0));
      case Frame.PeerGone(var peer, var reason) ->
          out.put(peer.toBytes()).put((byte) reason.code());
      case Frame.PeerPresent present -> writePresent(present, out);
      case Frame.ClosePeer(var peer) -> out.put(peer.toBytes());
      case Frame.Ping(var data) -> out.putLong(data);
      case Frame.Pong(var data) -> out.putLong(data);
      case Frame.Health(var problem) -> out.put(problem.getBytes(StandardCharsets.UTF_8));
      case Frame.Restarting(var reconnectIn, var tryFor) ->
          out.putInt(Numbers.unsignedMillis(reconnectIn)).putInt(Numbers.unsignedMillis(tryFor));
      case Frame.Unknown(_, var body) -> body.writeTo(out);
    }
  }

  private static int bodySize(Frame frame) {
    return switch (frame) {
      case Frame.ServerKey _ -> Sizes.MAGIC + Sizes.KEY;
      case Frame.ClientInfo(_, var box) -> Sizes.KEY + box.size();
      case Frame.ServerInfo(var box) -> box.size();
      case Frame.SendPacket(_, var packet) -> Sizes.KEY + packet.size();
      case Frame.RecvPacket(_, var packet) -> Sizes.KEY + packet.size();
      case Frame.ForwardPacket(_, _, var packet) -> Sizes.KEY + Sizes.KEY + packet.size();
      case Frame.KeepAlive(), Frame.WatchConns() -> 0;
      case Frame.NotePreferred _ -> Sizes.HOME;
      case Frame.PeerGone _ -> Sizes.KEY + Sizes.REASON;
      case Frame.PeerPresent(_, var address, _) -> Sizes.KEY + afterPeer(address);
      case Frame.ClosePeer _ -> Sizes.KEY;
      case Frame.Ping _, Frame.Pong _ -> Sizes.PING_DATA;
      case Frame.Health(var problem) -> problem.getBytes(StandardCharsets.UTF_8).length;
      case Frame.Restarting _ -> Sizes.MILLIS + Sizes.MILLIS;
      case Frame.Unknown(_, var body) -> body.size();
    };
  }

  private static int code(Frame frame) {
    return switch (frame) {
      case Frame.ServerKey _ -> FrameType.SERVER_KEY.code();
      case Frame.ClientInfo _ -> FrameType.CLIENT_INFO.code();
      case Frame.ServerInfo _ -> FrameType.SERVER_INFO.code();
      case Frame.SendPacket _ -> FrameType.SEND_PACKET.code();
      case Frame.RecvPacket _ -> FrameType.RECV_PACKET.code();
      case Frame.ForwardPacket _ -> FrameType.FORWARD_PACKET.code();
      case Frame.KeepAlive _ -> FrameType.KEEP_ALIVE.code();
      case Frame.NotePreferred _ -> FrameType.NOTE_PREFERRED.code();
      case Frame.PeerGone _ -> FrameType.PEER_GONE.code();
      case Frame.PeerPresent _ -> FrameType.PEER_PRESENT.code();
      case Frame.WatchConns _ -> FrameType.WATCH_CONNS.code();
      case Frame.ClosePeer _ -> FrameType.CLOSE_PEER.code();
      case Frame.Ping _ -> FrameType.PING.code();
      case Frame.Pong _ -> FrameType.PONG.code();
      case Frame.Health _ -> FrameType.HEALTH.code();
      case Frame.Restarting _ -> FrameType.RESTARTING.code();
      case Frame.Unknown(var code, _) -> code;
    };
  }

  private static int afterPeer(@Nullable InetSocketAddress address) {
    return address == null ? 0 : Sizes.IP + Sizes.PORT + Sizes.KINDS;
  }

  private static void writePresent(Frame.PeerPresent present, ByteBuffer out) {
    out.put(present.peer().toBytes());
    InetSocketAddress address = present.address();
    if (address != null) {
      writeIp(address.getAddress(), out);
      out.putShort((short) address.getPort()).put(PeerKind.toByte(present.kinds()));
    }
  }

  private static void writeIp(InetAddress ip, ByteBuffer out) {
    if (ip instanceof Inet4Address) {
      out.put(new byte[MAPPED_IPV4_ZEROS]).put(MAPPED_IPV4_ONES).put(MAPPED_IPV4_ONES);
    }
    out.put(ip.getAddress());
  }
}
