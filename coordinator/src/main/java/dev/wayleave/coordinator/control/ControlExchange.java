package dev.wayleave.coordinator.control;

/// A request and the way back to who asked.
///
/// It is answered once: by [#answer], or by [#stream] and then that stream's end.
public interface ControlExchange {
  ControlRequest request();

  /// Answers whole; does nothing where the client is gone.
  void answer(ControlAnswer answer);

  /// Begins an answer of status 200 that goes on until it is ended or the client leaves.
  AnswerStream stream(String contentType);

  /// Calls `then` once when the client is gone (its stream reset, its connection closed), at once
  /// where it already is; not after the exchange has ended by itself.
  void whenGone(Runnable then);
}
