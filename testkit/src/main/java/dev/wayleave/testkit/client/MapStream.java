package dev.wayleave.testkit.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import dev.wayleave.testkit.wait.Await;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// An open map session: messages of four bytes of length (little-endian) and as many of zstd, one
/// frame or several, which together are one JSON object.
public final class MapStream implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// What a client takes at most.
  private static final int MAX_MESSAGE = 100 << 20;

  private final FakeStream stream;
  private byte[] unread = {};
  private int status;

  MapStream(FakeStream stream) {
    this.stream = stream;
  }

  /// The next message, keep-alives included; fails where the session ends or none comes.
  public JsonNode next() throws IOException {
    return poll(Await.USUAL_LIMIT)
        .orElseThrow(() -> new IOException("no map message within " + Await.USUAL_LIMIT));
  }

  /// The next message that is not just a keep-alive.
  public JsonNode nextNews() throws IOException {
    JsonNode message = next();
    while (message.size() == 1 && message.path("KeepAlive").asBoolean()) {
      message = next();
    }
    return message;
  }

  /// The next message, or nothing within the time.
  public Optional<JsonNode> poll(Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<JsonNode> message = take();
      if (message.isPresent()) {
        return message;
      }
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      Optional<FakeStream.Piece> piece = stream.poll(left);
      if (piece.isEmpty()) {
        return Optional.empty();
      }
      add(piece.get());
    }
  }

  private void add(FakeStream.Piece piece) throws IOException {
    switch (piece) {
      case FakeStream.Piece.Head head -> status = head.status();
      case FakeStream.Piece.Bytes more -> {
        int length = unread.length;
        unread = Arrays.copyOf(unread, length + more.bytes().length);
        System.arraycopy(more.bytes(), 0, unread, length, more.bytes().length);
      }
      case FakeStream.Piece.End _ ->
          throw new IOException("the map session ended with status " + status + text());
      case FakeStream.Piece.Cut cut -> throw new IOException("the map session was cut off: " + cut);
    }
  }

  private String text() {
    return status == 200 ? "" : ": " + new String(unread, java.nio.charset.StandardCharsets.UTF_8);
  }

  private Optional<JsonNode> take() throws IOException {
    if (status != 200 || unread.length < Integer.BYTES) {
      return Optional.empty();
    }
    int length = ByteBuffer.wrap(unread).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (length <= 0 || length > MAX_MESSAGE) {
      throw new IOException("a map message says that it has " + length + " bytes");
    }
    int end = Integer.BYTES + length;
    if (unread.length < end) {
      return Optional.empty();
    }
    try (ZstdInputStream plain =
        new ZstdInputStream(new ByteArrayInputStream(unread, Integer.BYTES, length))) {
      JsonNode message = JSON.readTree(plain.readAllBytes());
      unread = Arrays.copyOfRange(unread, end, unread.length);
      return Optional.of(message);
    }
  }

  /// Leaves the session.
  @Override
  public void close() {
    stream.close();
  }
}
