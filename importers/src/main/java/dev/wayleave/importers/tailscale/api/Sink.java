package dev.wayleave.importers.tailscale.api;

import java.io.IOException;
import java.io.InputStream;

/// Takes the body of a good answer; where it throws, the question is asked again.
@FunctionalInterface
public interface Sink {
  /// Takes all of it.
  ///
  /// @return how many bytes it took
  long take(InputStream body) throws IOException;

  /// The body is more than may be taken, which asking again would not change.
  final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    public TooLargeException(long limit) {
      super("more than " + limit + " bytes");
    }
  }

  /// The body is a web page.
  final class PageException extends IOException {
    private static final long serialVersionUID = 1L;

    public PageException() {
      super("a web page");
    }
  }

  /// The body cannot be kept, which asking again would not change.
  final class UnwritableException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnwritableException(IOException cause) {
      super("not kept", cause);
    }
  }
}
