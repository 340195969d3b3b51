package dev.wayleave.bench.fleet;

import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.control.ControlException;
import dev.wayleave.protocol.control.HandshakeText;
import dev.wayleave.protocol.control.Preamble;
import dev.wayleave.protocol.control.Upgrade;
import dev.wayleave.protocol.noise.Answer;
import dev.wayleave.protocol.noise.AwaitingResponse;
import dev.wayleave.protocol.noise.Initiator;
import dev.wayleave.protocol.noise.NoiseException;
import dev.wayleave.protocol.noise.RecordFrame;
import dev.wayleave.protocol.noise.RecordSealer;
import dev.wayleave.protocol.noise.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One client: its keys, its connection, and what it knows of its peers. One thread has it.
final class Member implements MapReader.Taker {
  private static final CapabilityVersion VERSION = new CapabilityVersion(142);

  /// What it does once it is connected.
  enum Errand {
    REGISTER,
    STREAM
  }

  private enum Step {
    UPGRADING,
    ANSWERING,
    PREAMBLE,
    OPEN
  }

  private final Fleet fleet;
  private final int number;
  private final Identity identity;
  private final BitSet known = new BitSet();
  private final BitSet online = new BitSet();

  private Errand errand = Errand.REGISTER;
  private Step step = Step.UPGRADING;
  private @Nullable SocketChannel channel;
  private @Nullable AwaitingResponse handshake;
  private @Nullable Session session;
  private byte[] unread = {};
  private byte[] unparsed = {};
  private ByteBuffer unsent = ByteBuffer.allocate(0);
  private int nextStream = 1;
  private int mapStream;
  private int dataStream;
  private int dataLeft;
  private boolean dataEnds;
  private @Nullable MapReader map;
  private int tries;

  boolean mapped;
  long mappedAt;
  long filterAt;
  long arrivedAt;
  long lastFragmentAt;

  Member(Fleet fleet, int number, Identity identity) {
    this.fleet = fleet;
    this.number = number;
    this.identity = identity;
  }

  int number() {
    return number;
  }

  boolean isComplete(int peers) {
    return mapped && known.cardinality() == peers && online.cardinality() == peers;
  }

  boolean isConnected() {
    return channel != null;
  }

  int tries() {
    return tries;
  }

  /// Begins to connect.
  void connect(Selector selector, Errand what) throws IOException {
    errand = what;
    step = Step.UPGRADING;
    unread = new byte[0];
    unparsed = new byte[0];
    unsent = ByteBuffer.allocate(0);
    nextStream = 1;
    mapStream = 0;
    dataLeft = 0;
    mapped = false;
    mappedAt = 0;
    tries++;
    SocketChannel opened = SocketChannel.open();
    channel = opened;
    opened.configureBlocking(false);
    opened.register(selector, SelectionKey.OP_CONNECT, this);
    opened.connect(fleet.address());
  }

  void connected(SelectionKey key) throws IOException, NoiseException {
    channel().finishConnect();
    key.interestOps(SelectionKey.OP_READ);
    AwaitingResponse waiting =
        new Initiator(identity.machine(), fleet.server(), VERSION, fleet.random()).begin();
    handshake = waiting;
    send(
        Http2.ascii(
            "POST /ts2021 HTTP/1.1\r\nHost: x\r\nUpgrade: "
                + Upgrade.PROTOCOL
                + "\r\nConnection: upgrade\r\nX-Tailscale-Handshake: "
                + HandshakeText.of(waiting.initiation())
                + "\r\nContent-Length: 0\r\n\r\n"));
  }

  /// Reads what there is, into a buffer that all members of a thread share.
  ///
  /// @return whether the connection goes on
  boolean read(ByteBuffer wire, ByteBuffer plain)
      throws IOException, NoiseException, ControlException {
    wire.clear().put(unread);
    int read = channel().read(wire);
    if (read < 0) {
      return false;
    }
    fleet.received(read);
    wire.flip();
    boolean open = take(wire, plain);
    unread = new byte[wire.remaining()];
    wire.get(unread);
    return open;
  }

  private boolean take(ByteBuffer wire, ByteBuffer plain)
      throws IOException, NoiseException, ControlException {
    if (step == Step.UPGRADING && !upgraded(wire)) {
      return true;
    }
    if (step == Step.ANSWERING && !answered(wire)) {
      return true;
    }
    plain.clear().put(unparsed);
    unparsed = new byte[0];
    while (session().opener().open(wire, plain)) {
      if (plain.remaining() < RecordFrame.MAX_PLAINTEXT || !wire.hasRemaining()) {
        plain.flip();
        boolean open = opened(plain);
        plain.compact();
        if (!open) {
          return false;
        }
      }
    }
    plain.flip();
    boolean open = opened(plain);
    unparsed = new byte[plain.remaining()];
    plain.get(unparsed);
    return open;
  }

  private boolean upgraded(ByteBuffer wire) throws IOException {
    byte[] bytes = new byte[wire.remaining()];
    wire.duplicate().get(bytes);
    String head = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = head.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    if (!head.startsWith("HTTP/1.1 101 ")) {
      throw new IOException("not upgraded: " + head.lines().findFirst().orElse(""));
    }
    wire.position(wire.position() + end + 4);
    step = Step.ANSWERING;
    return true;
  }

  private boolean answered(ByteBuffer wire) throws NoiseException, IOException {
    Optional<Answer> answer = Answer.read(wire);
    AwaitingResponse waiting = handshake;
    if (answer.isEmpty() || waiting == null) {
      return false;
    }
    session = waiting.end(answer.get());
    handshake = null;
    step = Step.PREAMBLE;
    sendSealed(Http2.begin());
    switch (errand) {
      case REGISTER -> post("/machine/register", identity.registration(fleet.authKey(number)));
      case STREAM -> {
        map = new MapReader(fleet.fragments(), this);
        mapStream = post("/machine/map", identity.mapRequest(true, ""));
      }
    }
    return true;
  }

  private int post(String path, String body) throws IOException, NoiseException {
    int stream = nextStream;
    nextStream += 2;
    sendSealed(Http2.post(stream, path, body.getBytes(StandardCharsets.UTF_8)));
    return stream;
  }

  /// Tells of another endpoint.
  void change(String endpoint) throws IOException, NoiseException {
    post("/machine/map", identity.mapRequest(false, endpoint));
  }

  private boolean opened(ByteBuffer plain) throws IOException, NoiseException, ControlException {
    if (step == Step.PREAMBLE) {
      if (Preamble.read(plain).isEmpty()) {
        return true;
      }
      step = Step.OPEN;
    }
    while (true) {
      if (dataLeft > 0) {
        int part = Math.min(dataLeft, plain.remaining());
        data(plain.slice(plain.position(), part));
        plain.position(plain.position() + part);
        dataLeft -= part;
        if (dataLeft > 0) {
          return true;
        }
        if (dataEnds && !ended(dataStream)) {
          return false;
        }
      }
      if (plain.remaining() < Http2.HEADER) {
        return true;
      }
      int start = plain.position();
      int length = plain.getInt(start) >>> 8;
      int type = plain.get(start + 3);
      int flags = plain.get(start + 4);
      int stream = plain.getInt(start + 5);
      if (type == Http2.DATA) {
        plain.position(start + Http2.HEADER);
        dataLeft = length;
        dataStream = stream;
        dataEnds = (flags & Http2.END_STREAM) != 0;
        if (length == 0 && dataEnds && !ended(stream)) {
          return false;
        }
      } else {
        if (plain.remaining() < Http2.HEADER + length) {
          return true;
        }
        byte[] payload = new byte[length];
        plain.position(start + Http2.HEADER).get(payload);
        if (!control(type, flags, stream, payload)) {
          return false;
        }
      }
    }
  }

  private void data(ByteBuffer bytes) throws IOException {
    if (dataStream == mapStream && map != null) {
      map.feed(bytes);
    }
  }

  private boolean control(int type, int flags, int stream, byte[] payload)
      throws IOException, NoiseException {
    boolean acknowledged = (flags & Http2.ACK) != 0;
    switch (type) {
      case Http2.HEADERS -> {
        if (payload.length == 0 || (payload[0] & 0xff) != Http2.STATUS_200) {
          throw new IOException("stream " + stream + " is refused");
        }
      }
      case Http2.SETTINGS -> {
        if (!acknowledged) {
          sendSealed(Http2.frame(Http2.SETTINGS, Http2.ACK, 0, new byte[0]));
        }
      }
      case Http2.PING -> {
        if (!acknowledged) {
          sendSealed(Http2.frame(Http2.PING, Http2.ACK, 0, payload));
        }
      }
      case Http2.RST_STREAM, Http2.GOAWAY -> {
        return false;
      }
      default -> {}
    }
    return true;
  }

  /// @return whether the connection is still of use
  private boolean ended(int stream) {
    if (stream == mapStream) {
      return false;
    }
    if (errand == Errand.REGISTER) {
      fleet.registered(this);
      return false;
    }
    return true;
  }

  @Override
  public void fragment(Fragment fragment, boolean first) {
    fragment.apply(known, online);
    long now = System.nanoTime();
    if (first && fragment.hasFilter()) {
      filterAt = now;
    }
    if (first && fragment.names(fleet.marker())) {
      arrivedAt = now;
    }
  }

  @Override
  public void messageEnds(int length) {
    lastFragmentAt = System.nanoTime();
    if (!mapped) {
      mapped = true;
      mappedAt = lastFragmentAt;
      tries = 0;
    }
    fleet.message(length);
  }

  void closed() throws IOException {
    SocketChannel was = channel;
    channel = null;
    mapped = false;
    known.clear();
    online.clear();
    if (session != null) {
      session.close();
      session = null;
    }
    if (was != null) {
      was.close();
    }
  }

  private void sendSealed(byte[] bytes) throws IOException, NoiseException {
    ByteBuffer records = ByteBuffer.allocate(RecordSealer.sealedSize(bytes.length));
    session().sealer().seal(ByteBuffer.wrap(bytes), records);
    send(records.array());
  }

  private void send(byte[] bytes) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(unsent.remaining() + bytes.length);
    unsent = all.put(unsent).put(bytes).flip();
    flush();
  }

  /// Writes what the socket takes; little is ever sent, so the rest goes with the next read.
  void flush() throws IOException {
    if (unsent.hasRemaining()) {
      int _ = channel().write(unsent);
    }
  }

  private SocketChannel channel() {
    if (channel == null) {
      throw new IllegalStateException("not connected");
    }
    return channel;
  }

  private Session session() {
    if (session == null) {
      throw new IllegalStateException("no session");
    }
    return session;
  }
}
