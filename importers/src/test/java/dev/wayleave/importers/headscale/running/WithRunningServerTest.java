package dev.wayleave.importers.headscale.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.InventorySource;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.SecretText;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server keeps in memory alone: recorded answers; real servers are asked in `interop`.
class WithRunningServerTest {
  private static final SecretText KEY = SecretText.of(Recorded.KEY);

  @TempDir private Path room;

  @Test
  void theExpiryThatTheServerKeepsInMemoryIsTaken() throws Exception {
    try (Recorded server = new Recorded("0.27.1")) {
      InventorySource stored = server.stored(room);
      assertThat(first(stored.read(Progress.SILENT)).expiry()).isNull();

      Reading reading = asked(stored, server.url(), KEY);

      assertThat(first(reading).expiry())
          .isBetween(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2030-01-01T00:00:00Z"));
      assertThat(reading.findings())
          .filteredOn(finding -> finding.code().equals(RunningExpiry.TAKEN))
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Finding.Level.INFO);
            assertThat(finding.object()).isEqualTo("node 1 (alice-laptop)");
          });
      assertThat(reading.findings()).noneMatch(WithRunningServerTest::isUnknown);
    }
  }

  @Test
  void nothingElseChanges() throws Exception {
    try (Recorded server = new Recorded("0.29.2")) {
      InventorySource stored = server.stored(room);
      Reading asked = asked(stored, server.url(), KEY);
      Reading unasked = stored.read(Progress.SILENT);
      assertThat(asked.inventory()).isEqualTo(unasked.inventory());
      assertThat(asked.findings()).isEqualTo(unasked.findings());
    }
  }

  @Test
  void aServerOfAnotherTailnetIsNotBelieved() throws Exception {
    try (Recorded server = new Recorded("0.27.1");
        Recorded other = new Recorded("0.29.2")) {
      InventorySource stored = other.stored(room);
      assertThatThrownBy(() -> asked(stored, server.url(), KEY))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("is not the one of this database");
    }
  }

  @Test
  void aWrongKeyEndsInASentenceWithoutTheKey() throws Exception {
    try (Recorded server = new Recorded("0.27.1")) {
      InventorySource stored = server.stored(room);
      assertThatThrownBy(() -> asked(stored, server.url(), SecretText.of("wrong-one")))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("does not take the API key")
          .hasMessageNotContaining("wrong-one");
    }
  }

  @Test
  void aKeyIsNotSentUnencryptedToAnotherMachine() throws Exception {
    try (Recorded server = new Recorded("0.27.1")) {
      InventorySource stored = server.stored(room);
      assertThatThrownBy(() -> asked(stored, URI.create("http://vpn.example.com"), KEY))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("unencrypted");
    }
  }

  @Test
  void whereNobodyAnswersAFindingNamesWhatIsNotKnown() throws Exception {
    try (Recorded server = new Recorded("0.27.1")) {
      InventorySource stored = server.stored(room);
      for (Asking asking : new Asking[] {new Asking.WhereItAnswers(), new Asking.Never()}) {
        Reading reading = new WithRunningServer(stored, asking, room).read(Progress.SILENT);
        assertThat(reading.findings())
            .filteredOn(WithRunningServerTest::isUnknown)
            .singleElement()
            .satisfies(finding -> {
              assertThat(finding.level()).isEqualTo(Finding.Level.ACTION);
              assertThat(finding.what()).contains("0.27.1", "nodes expire");
            });
      }
    }
  }

  private static boolean isUnknown(Finding finding) {
    return finding.code().equals(WithRunningServer.UNKNOWN);
  }

  private static Reading asked(InventorySource stored, URI url, SecretText key)
      throws SourceException {
    return new WithRunningServer(stored, new Asking.At(url, key), null).read(Progress.SILENT);
  }

  private static Node first(Reading reading) {
    return reading.inventory().nodes().getFirst();
  }
}
