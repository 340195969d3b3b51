package dev.wayleave.interop.tailscale;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/// The way to a STUN server, as long as ways are outside of one machine: answers come back after a
/// while. It runs without any library.
///
/// On a loopback interface an answer may overtake the client's own note that its question was sent.
/// A client that seems to have sent nothing binds its sockets anew at the next occasion, and
/// forgets its direct paths by that, whatever the server does. No network that clients live on is
/// that short.
///
/// The server sees this process ask, and answers that address; the client gets its own instead, as
/// no translation of addresses lies on the way.
final class FarStun {
  private static final Duration WAY = Duration.ofMillis(25);
  private static final int PATIENCE_MILLIS = 3_000;
  private static final int LARGEST = 1_500;

  /// Type, length, magic cookie and transaction (RFC 8489, 5).
  private static final int HEADER = 2 + 2 + 4 + 12;

  private static final int COOKIE = 0x2112_A442;
  private static final short XOR_MAPPED_ADDRESS = 0x0020;

  private final DatagramSocket near;
  private final SocketAddress server;

  /// Begins.
  ///
  /// @param near where clients ask
  /// @param server whom they ask
  FarStun(InetSocketAddress near, InetSocketAddress server) throws IOException {
    this.near = new DatagramSocket(near);
    this.server = server;
    Thread.ofPlatform().daemon().start(this::attend);
  }

  private void attend() {
    try {
      while (true) {
        DatagramPacket question = new DatagramPacket(new byte[LARGEST], LARGEST);
        near.receive(question);
        Thread.ofVirtual().start(() -> carry(question));
      }
    } catch (IOException e) {
      throw new IllegalStateException("nobody can ask for STUN any more", e);
    }
  }

  private void carry(DatagramPacket question) {
    InetSocketAddress client = (InetSocketAddress) question.getSocketAddress();
    DatagramPacket answer = new DatagramPacket(new byte[LARGEST], LARGEST);
    try (DatagramSocket far = new DatagramSocket(0, InetAddress.getByName("0.0.0.0"))) {
      far.setSoTimeout(PATIENCE_MILLIS);
      far.send(new DatagramPacket(question.getData(), question.getLength(), server));
      far.receive(answer);
      LockSupport.parkNanos(WAY.toNanos());
      byte[] told = Arrays.copyOf(answer.getData(), answer.getLength());
      write(client, ByteBuffer.wrap(told));
      near.send(new DatagramPacket(told, told.length, client));
    } catch (IOException noServer) {
      // The client hears nothing, as from a server that is not there.
    }
  }

  /// Puts the client's address where the answer has the asker's, which is one of IPv4 too.
  private static void write(InetSocketAddress client, ByteBuffer answer) {
    int at = HEADER;
    while (at + 2 * Short.BYTES <= answer.limit()) {
      int length = answer.getShort(at + Short.BYTES);
      if (answer.getShort(at) == XOR_MAPPED_ADDRESS) {
        int value = at + 2 * Short.BYTES;
        int ip = ByteBuffer.wrap(client.getAddress().getAddress()).getInt();
        answer.putShort(value + 2, (short) (client.getPort() ^ (COOKIE >>> Short.SIZE)));
        answer.putInt(value + 2 + Short.BYTES, ip ^ COOKIE);
      }
      // Values are filled up to whole words.
      at += 2 * Short.BYTES + (length + 3) / 4 * 4;
    }
  }
}
