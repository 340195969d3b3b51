package dev.wayleave.interop.hujson;

import dev.wayleave.interop.Child;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The reference implementation as a process that answers one text after the other.
final class ReferenceFormatter implements AutoCloseable {
  private final Child child;
  private final InputStream in;
  private final OutputStream out;

  /// @param binary built from `interop/go/hujson`, whose main.go describes the exchange
  ReferenceFormatter(Path binary) throws IOException {
    this.child =
        Child.start(
            new ProcessBuilder(binary.toString()).redirectError(ProcessBuilder.Redirect.INHERIT));
    this.in = new BufferedInputStream(child.process().getInputStream());
    this.out = new BufferedOutputStream(child.process().getOutputStream());
  }

  /// What the reference says to a text.
  ///
  /// @param text formatted, or why it was refused
  record Answer(boolean accepted, String text) {}

  Answer ask(byte[] text) throws IOException {
    out.write((text.length + "\n").getBytes(StandardCharsets.US_ASCII));
    out.write(text);
    out.flush();
    String[] head = line().split(" ", -1);
    byte[] answer = in.readNBytes(Integer.parseInt(head[1]));
    return new Answer(head[0].equals("ok"), new String(answer, StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the reference formatter ended");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  @Override
  public void close() {
    child.close();
  }
}
