package dev.wayleave.coordinator.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import dev.wayleave.coordinator.control.AnswerStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A stream that keeps what is written, and lets it through when a test says so.
final class RecordingStream implements AnswerStream {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<byte[]> parts = new ArrayList<>();
  private final Deque<CompletableFuture<@Nullable Void>> held = new ArrayDeque<>();
  private boolean holding;
  private boolean ended;
  private boolean cut;
  private int read;

  @Override
  public CompletionStage<@Nullable Void> write(byte[] bytes) {
    parts.add(bytes);
    CompletableFuture<@Nullable Void> written = new CompletableFuture<>();
    if (holding) {
      held.add(written);
    } else {
      written.complete(null);
    }
    return written;
  }

  @Override
  public void end() {
    ended = true;
  }

  @Override
  public void cut() {
    cut = true;
  }

  /// From now on nothing gets through until [#release].
  void hold() {
    holding = true;
  }

  void release() {
    holding = false;
    while (!held.isEmpty()) {
      held.remove().complete(null);
    }
  }

  boolean isEnded() {
    return ended;
  }

  boolean isCut() {
    return cut;
  }

  /// How many writes there were.
  int writes() {
    return parts.size();
  }

  byte[] lastPart() {
    return parts.getLast();
  }

  /// The messages since this was last asked.
  List<JsonNode> messages() {
    List<JsonNode> messages = new ArrayList<>();
    for (; read < parts.size(); read++) {
      ByteBuffer bytes = ByteBuffer.wrap(parts.get(read)).order(ByteOrder.LITTLE_ENDIAN);
      while (bytes.hasRemaining()) {
        byte[] frame = new byte[bytes.getInt()];
        bytes.get(frame);
        messages.add(decoded(frame));
      }
    }
    return messages;
  }

  /// The JSON of the messages since this was last asked, of which nothing is kept.
  List<byte[]> take() {
    List<byte[]> taken = new ArrayList<>();
    for (byte[] part : parts) {
      ByteBuffer bytes = ByteBuffer.wrap(part).order(ByteOrder.LITTLE_ENDIAN);
      while (bytes.hasRemaining()) {
        byte[] frame = new byte[bytes.getInt()];
        bytes.get(frame);
        taken.add(plain(frame));
      }
    }
    parts.clear();
    read = 0;
    return taken;
  }

  /// The messages since this was last asked, of which there must be one.
  JsonNode message() {
    List<JsonNode> messages = messages();
    if (messages.size() != 1) {
      throw new AssertionError("not one message but " + messages);
    }
    return messages.getFirst();
  }

  /// Who came online and who went, as the messages since this was last asked have it.
  List<Boolean> online() {
    List<Boolean> changes = new ArrayList<>();
    for (JsonNode message : messages()) {
      message.path("OnlineChange").forEach(online -> changes.add(online.asBoolean()));
      message.findValues("Online").forEach(online -> changes.add(online.asBoolean()));
    }
    return changes;
  }

  private static JsonNode decoded(byte[] frame) {
    try {
      return JSON.readTree(plain(frame));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] plain(byte[] frame) {
    try (ZstdInputStream plain = new ZstdInputStream(new ByteArrayInputStream(frame))) {
      return plain.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
