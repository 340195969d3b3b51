package dev.wayleave.exporters.headscale.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.wayleave.exporters.headscale.ChildRun;
import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.exporters.headscale.store.RowSession.Company;
import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import dev.wayleave.tailnet.identity.rewrite.IdentityRewrite;
import dev.wayleave.tailnet.identity.rewrite.IdentityStoreException;
import dev.wayleave.tailnet.model.ExpectedIdentity;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.testkit.fixture.PgDumpLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What must not be written, and what is left when something ends a run.
class IdentityTroubleTest {
  private static final String NEW = Specimen.NEW + "id-1";

  @TempDir Path folder;

  private final List<String> kept = new ArrayList<>();

  private Specimen specimen(Engine engine) throws SQLException {
    return Specimen.made(SchemaRelease.V0_29, engine).in(folder).withCast();
  }

  private static IdentityRewrite alice(HeadscaleIdentityStore store, String to)
      throws IdentityStoreException {
    return new IdentityRewrite(
        store.read().state(),
        List.of(
            new IdentityChange.Rewrite(
                new UserId(9001),
                new Identity("oidc", Specimen.OLD + "sub-1", null, null),
                new Identity("oidc", to, null, null))),
        null);
  }

  private List<String> identifier(Specimen specimen) throws SQLException {
    return specimen.ask("SELECT provider_identifier FROM users WHERE id = 9001");
  }

  private List<Path> copies() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().contains(".before-oidc-")).toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesADatabaseThatAServerHasOpenUnlessToldOtherwise(Engine engine) throws Exception {
    try (Specimen specimen = specimen(engine)) {
      if (engine == Engine.SQLITE) {
        specimen.run("PRAGMA journal_mode = WAL");
      }
      try (Connection server = specimen.connect();
          Statement statement = server.createStatement()) {
        statement.execute(
            engine == Engine.SQLITE ? "SELECT count(*) FROM users" : "SET application_name = ''");
        HeadscaleIdentityStore store = specimen.store();
        IdentityRewrite rewrite = alice(store, NEW);
        assertThatThrownBy(() -> store.apply(rewrite, kept::add))
            .isInstanceOf(IdentityStoreException.class)
            .hasMessageContaining("such as a running Headscale");
        assertThat(identifier(specimen)).containsExactly(Specimen.OLD + "sub-1");
        assertThat(kept).isEmpty();

        List<String> notes =
            specimen.store(new PolicyHome.Database(), Company.ALLOWED).apply(rewrite, kept::add);
        assertThat(notes).anyMatch(note -> note.startsWith("Restart Headscale now"));
        assertThat(identifier(specimen)).containsExactly(NEW);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void changesNothingWhereTheJournalCannotBeKept(Engine engine) throws Exception {
    try (Specimen specimen = specimen(engine)) {
      Map<String, Map<String, String>> before = specimen.dump();
      HeadscaleIdentityStore store = specimen.store();
      IdentityRewrite rewrite = alice(store, NEW);
      assertThatThrownBy(() ->
              store.apply(
                  rewrite,
                  _ -> {
                    throw new IdentityStoreException("There is no room.");
                  }))
          .hasMessage("There is no room.");
      assertThat(specimen.dump()).isEqualTo(before);
      assertThat(copies()).isEmpty();
    }
  }

  /// The process ends when the journal is kept and nothing is committed.
  @Test
  void aRunKilledBetweenJournalAndCommitLeavesTheDatabaseAsItWas() throws Exception {
    try (Specimen specimen = specimen(Engine.SQLITE)) {
      Map<String, Map<String, String>> before = specimen.dump();
      Path journal = folder.resolve("journal");
      new ChildRun(List.of()).lines(Killed.class, specimen.file().toString(), journal.toString());
      assertThat(journal).exists();
      assertThat(specimen.dump()).isEqualTo(before);
      specimen.store().rollback(Files.readString(journal));
      assertThat(specimen.dump()).isEqualTo(before);
      // The clock of these tests stands still, and a copy's name tells the time.
      Files.delete(copies().getFirst());
      assertThat(specimen.store().apply(alice(specimen.store(), NEW), kept::add)).isNotEmpty();
    }
  }

  /// The process that is killed.
  static final class Killed {
    private Killed() {}

    public static void main(String[] words) throws Exception {
      HeadscaleIdentityStore store = Specimen.of(Path.of(words[0])).store();
      store.apply(
          alice(store, NEW),
          text -> {
            try {
              Files.writeString(Path.of(words[1]), text);
            } catch (IOException e) {
              throw new IdentityStoreException("no journal", e);
            }
            Runtime.getRuntime().halt(0);
          });
    }
  }

  @Test
  void takingBackTwiceChangesNothingMore() throws Exception {
    try (Specimen specimen = specimen(Engine.SQLITE)) {
      Map<String, Map<String, String>> before = specimen.dump();
      specimen.store().apply(alice(specimen.store(), NEW), kept::add);
      specimen.store().rollback(kept.getFirst());
      specimen.store().rollback(kept.getFirst());
      assertThat(specimen.dump()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesToTakeBackWhereALaterLoginChangedARow(Engine engine) throws Exception {
    try (Specimen specimen = specimen(engine)) {
      specimen.store().apply(alice(specimen.store(), NEW), kept::add);
      specimen.run("UPDATE users SET email = 'other@example.com' WHERE id = 9001");
      assertThatThrownBy(() -> specimen.store().rollback(kept.getFirst()))
          .hasMessageContaining("users row 9001 (email)")
          .hasMessageContaining("nothing was undone")
          .matches(e -> ((IdentityStoreException) e).isRefusal());
      assertThat(identifier(specimen)).containsExactly(NEW);
    }
  }

  @Test
  void refusesToTakeBackAnIdentityThatSomebodyElseTookSince() throws Exception {
    try (Specimen specimen = specimen(Engine.SQLITE)) {
      specimen.store().apply(alice(specimen.store(), NEW), kept::add);
      specimen.run(
          "INSERT INTO users (id, name, provider_identifier) VALUES (9100, 'again', '"
              + Specimen.OLD
              + "sub-1')");
      assertThatThrownBy(() -> specimen.store().rollback(kept.getFirst()))
          .hasMessageContaining("users row 9100 holds the provider_identifier");
    }
  }

  @Test
  void namesADeletedUserWhoStillHoldsTheIdentity() throws Exception {
    try (Specimen specimen = specimen(Engine.SQLITE)) {
      specimen.run(
          "INSERT INTO users (id, name, provider_identifier, deleted_at) VALUES (9100, 'gone', '"
              + NEW
              + "', '2026-01-01 00:00:00+00:00')");
      assertThatThrownBy(() -> specimen.store().apply(alice(specimen.store(), NEW), kept::add))
          .hasMessageContaining("users row 9100, a deleted user, holds");
      assertThat(identifier(specimen)).containsExactly(Specimen.OLD + "sub-1");
    }
  }

  @Test
  void refusesWhatWasPlannedOnAnotherState() throws Exception {
    try (Specimen specimen = specimen(Engine.SQLITE)) {
      IdentityRewrite rewrite = alice(specimen.store(), NEW);
      specimen.run("UPDATE nodes SET user_id = 9002 WHERE id = 9001");
      assertThatThrownBy(() -> specimen.store().apply(rewrite, kept::add))
          .hasMessageContaining("changed since this was planned; nothing was written");
      assertThat(copies()).isEmpty();
    }
  }

  @Test
  void refusesToWaitForALogin() throws Exception {
    try (Specimen specimen = specimen(Engine.SQLITE)) {
      IdentityRewrite rewrite =
          new IdentityRewrite(
              specimen.store().read().state(),
              List.of(
                  new IdentityChange.Expect(
                      new UserId(9001),
                      new ExpectedIdentity(Specimen.NEW, "email", "a@b", Instant.MAX))),
              null);
      assertThatThrownBy(() -> specimen.store().apply(rewrite, kept::add))
          .hasMessageContaining("cannot wait for the first login of user 9001");
    }
  }

  @Test
  void theCopyIsTheDatabaseAsItWasForItsOwnerAlone() throws Exception {
    try (Specimen specimen = specimen(Engine.SQLITE)) {
      Map<String, Map<String, String>> before = specimen.dump();
      specimen.store().apply(alice(specimen.store(), NEW), kept::add);
      Path copy = copies().getFirst();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
          .isEqualTo("rw-------");
      assertThat(Specimen.of(copy).dump()).isEqualTo(before);
    }
  }

  @Test
  void theCopyOfAServersDatabaseBringsBackEveryRow() throws Exception {
    try (Specimen specimen = specimen(Engine.POSTGRES)) {
      Map<String, Map<String, String>> before = specimen.dump();
      specimen.store().apply(alice(specimen.store(), NEW), kept::add);
      Path copy = copies().getFirst();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
          .isEqualTo("rw-------");

      specimen.run(
          "TRUNCATE "
              + String.join(
                  ", ",
                  specimen.ask(
                      "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")));
      try (Connection connection = specimen.connect()) {
        PgDumpLoader.load(connection, Files.readString(copy), "headscale");
      }
      assertThat(specimen.dump()).isEqualTo(before);
    }
  }

  @Test
  void rewritesThePolicyFileInItsPlaceAndPutsItBack() throws Exception {
    try (Specimen specimen = specimen(Engine.SQLITE)) {
      Path policy = Files.writeString(folder.resolve("policy.hujson"), Specimen.POLICY);
      Files.setPosixFilePermissions(policy, PosixFilePermissions.fromString("rw-r-----"));
      HeadscaleIdentityStore store = specimen.store(new PolicyHome.File(policy), Company.NONE);
      assertThat(store.read().policy()).isEqualTo(Specimen.POLICY);
      IdentityRewrite rewrite = alice(store, NEW);
      store.apply(new IdentityRewrite(rewrite.state(), rewrite.changes(), "{}"), kept::add);
      assertThat(policy).hasContent("{}");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(policy)))
          .isEqualTo("rw-r-----");
      assertThat(specimen.ask("SELECT count(*) FROM policies")).containsExactly("1");
      store.rollback(kept.getFirst());
      assertThat(policy).hasContent(Specimen.POLICY);
    }
  }

  /// A file of the kernel may be opened for writing by root, and takes nothing.
  @Test
  void keepsTheCopyWhereThePolicyFailsAfterTheDatabaseWasWritten() throws Exception {
    Path policy = Path.of("/proc/version");
    assumeThat(policy).isWritable();
    try (Specimen specimen = specimen(Engine.SQLITE)) {
      HeadscaleIdentityStore store = specimen.store(new PolicyHome.File(policy), Company.NONE);
      IdentityRewrite rewrite = alice(store, NEW);
      IdentityRewrite both = new IdentityRewrite(rewrite.state(), rewrite.changes(), "{}");
      assertThatThrownBy(() -> store.apply(both, kept::add))
          .hasMessageContaining("The database was written, but the policy was not");
      assertThat(identifier(specimen)).containsExactly(NEW);
      assertThat(copies()).hasSize(1);
      assertThat(kept).hasSize(1);
    }
  }

  @Test
  void changesNothingWhereThePolicyCannotBeOpened() throws Exception {
    Path policy = Files.writeString(folder.resolve("policy.hujson"), Specimen.POLICY);
    try (Specimen specimen = specimen(Engine.SQLITE)) {
      HeadscaleIdentityStore store = specimen.store(new PolicyHome.File(policy), Company.NONE);
      IdentityRewrite rewrite = alice(store, NEW);
      Files.setPosixFilePermissions(policy, PosixFilePermissions.fromString("r--r-----"));
      assumeThat(Files.isWritable(policy)).isFalse();
      IdentityRewrite both = new IdentityRewrite(rewrite.state(), rewrite.changes(), "{}");
      assertThatThrownBy(() -> store.apply(both, kept::add))
          .hasMessageContaining("Nothing was written, because the policy cannot be");
      assertThat(identifier(specimen)).containsExactly(Specimen.OLD + "sub-1");
      assertThat(kept).isEmpty();
      assertThat(copies()).isEmpty();
    }
  }

  @Test
  void refusesReleasesThatKnowNoIdentities() throws Exception {
    try (Specimen specimen = Specimen.dump("headscale_0.23.0-beta.4_dump.sql").in(folder)) {
      assertThatThrownBy(() -> specimen.store().read())
          .hasMessageContaining("knows users by their names alone");
    }
  }
}
