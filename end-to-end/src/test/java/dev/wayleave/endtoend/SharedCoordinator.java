package dev.wayleave.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/// The one coordinator of all tests that do not kill it. Each leaves it as it was.
final class SharedCoordinator {
  private static final Room ROOM = new Room();
  static final Coordinator COORDINATOR = start();
  private static final JsonNode EMPTY = kinds();

  private SharedCoordinator() {}

  private static Coordinator start() {
    try {
      // Ended by the room when the JVM ends.
      return Coordinator.start(ROOM, ROOM.folder().resolve("shared"));
    } catch (IOException e) {
      throw new AssertionError("the shared coordinator did not start", e);
    }
  }

  private static JsonNode kinds() {
    try {
      return COORDINATOR.kinds();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("the shared coordinator does not answer", e);
    }
  }

  /// Takes everything back and sees that nothing is left.
  static void empty() throws IOException, InterruptedException {
    COORDINATOR.rollBackAll();
    assertThat(COORDINATOR.kinds()).isEqualTo(EMPTY);
  }
}
