package dev.wayleave.coordinator.control;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// An answer that is written in parts.
public interface AnswerStream {
  /// Writes bytes, which the caller must not change any more.
  ///
  /// @return completes when the bytes have left through HTTP/2's flow control, so whoever waits for
  ///   it before writing again keeps at most one part in memory; fails where the client is gone.
  ///   What follows it runs on the event loop, and must neither wait nor work for long
  CompletionStage<@Nullable Void> write(byte[] bytes);

  /// The same for bytes in several parts, which go one after the other.
  default CompletionStage<@Nullable Void> write(List<byte[]> parts) {
    int length = parts.stream().mapToInt(part -> part.length).sum();
    ByteBuffer joined = ByteBuffer.allocate(length);
    parts.forEach(joined::put);
    return write(joined.array());
  }

  /// Ends the answer in order.
  void end();

  /// Breaks the answer off, so that the client knows it is not whole.
  void cut();
}
