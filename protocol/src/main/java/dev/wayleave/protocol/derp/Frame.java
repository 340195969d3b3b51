package dev.wayleave.protocol.derp;

import dev.wayleave.protocol.key.NodeKey;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One frame of the protocol; the package says what each one's bytes are.
public sealed interface Frame {

  /// What a client may send, or a server of the mesh that connected as a client.
  sealed interface FromClient extends Frame {}

  /// What a server may send.
  sealed interface FromServer extends Frame {}

  /// Begins a connection.
  record ServerKey(NodeKey key) implements FromServer {}

  /// Answers the server's key; [InfoSeal] seals and opens what it says.
  ///
  /// @param box nonce and box
  record ClientInfo(NodeKey client, Payload box) implements FromClient {}

  /// Ends the login; [InfoSeal] seals and opens what it says.
  ///
  /// @param box nonce and box
  record ServerInfo(Payload box) implements FromServer {}

  /// Asks to relay a packet.
  record SendPacket(NodeKey destination, Payload packet) implements FromClient {}

  /// Hands over a packet that another server of the mesh received.
  record ForwardPacket(NodeKey source, NodeKey destination, Payload packet) implements FromClient {}

  /// Delivers a packet.
  record RecvPacket(NodeKey source, Payload packet) implements FromServer {}

  /// Shows that the connection lives; a client gives it up after 120 s without any frame.
  record KeepAlive() implements FromServer {}

  /// Tells whether this server is the client's home, where others look for it.
  record NotePreferred(boolean home) implements FromClient {}

  /// Tells that packets for a peer cannot be delivered here.
  record PeerGone(NodeKey peer, PeerGoneReason reason) implements FromServer {}

  /// Tells a watching server of the mesh that a peer is connected here.
  ///
  /// @param address where the peer's connection comes from; old servers do not tell
  /// @param kinds empty from old servers, never from new ones
  record PeerPresent(NodeKey peer, @Nullable InetSocketAddress address, Set<PeerKind> kinds)
      implements FromServer {
    public PeerPresent {
      kinds = Set.copyOf(kinds);
      if (address == null && !kinds.isEmpty()) {
        throw new IllegalArgumentException("the kinds of a peer stand behind its address");
      }
    }
  }

  /// Asks for a [PeerPresent] of every peer, now and from now on.
  record WatchConns() implements FromClient {}

  /// Asks to close a peer's connection.
  record ClosePeer(NodeKey peer) implements FromClient {}

  /// Asks for a [Pong] with the same data.
  record Ping(long data) implements FromClient, FromServer {}

  /// Answers a [Ping].
  record Pong(long data) implements FromClient, FromServer {}

  /// Tells what is wrong with this connection, such as a second one with the same key.
  ///
  /// @param problem empty if nothing is wrong any more
  record Health(String problem) implements FromServer {}

  /// Announces that the server is about to restart.
  ///
  /// @param reconnectIn when to connect again, in whole milliseconds up to 2³² − 1
  /// @param tryFor for how long to try, likewise
  record Restarting(Duration reconnectIn, Duration tryFor) implements FromServer {
    public Restarting {
      Numbers.requireUnsignedMillis(reconnectIn);
      Numbers.requireUnsignedMillis(tryFor);
    }
  }

  /// A frame of a type that its sender has no business to send, or that is not known here: to be
  /// skipped.
  ///
  /// @param code the type's byte, 0 … 255
  record Unknown(int code, Payload body) implements FromClient, FromServer {}
}
