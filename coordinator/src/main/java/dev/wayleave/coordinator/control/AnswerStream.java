package dev.wayleave.coordinator.control;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// An answer that is written in parts.
public interface AnswerStream {
  /// Writes bytes, which the caller must not change any more.
  ///
  /// @return completes when the bytes have left through HTTP/2's flow control, so whoever waits for
  ///   it before writing again keeps at most one part in memory; fails where the client is gone
  CompletionStage<@Nullable Void> write(byte[] bytes);

  /// Ends the answer in order.
  void end();

  /// Breaks the answer off, so that the client knows it is not whole.
  void cut();
}
