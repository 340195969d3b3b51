package dev.wayleave.exporters.headscale.identity;

import dev.wayleave.exporters.headscale.identity.RowsJournal.Counted;
import dev.wayleave.exporters.headscale.identity.RowsJournal.FileEdit;
import dev.wayleave.exporters.headscale.store.DatabasePlace;
import dev.wayleave.exporters.headscale.store.RowSession;
import dev.wayleave.exporters.headscale.store.RowSession.Company;
import dev.wayleave.exporters.headscale.store.RowSession.Counter;
import dev.wayleave.importers.headscale.database.DatabaseReading;
import dev.wayleave.importers.headscale.database.HeadscaleDatabase;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.identity.rewrite.Holdings;
import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import dev.wayleave.tailnet.identity.rewrite.IdentityRewrite;
import dev.wayleave.tailnet.identity.rewrite.IdentityStore;
import dev.wayleave.tailnet.identity.rewrite.IdentityStoreException;
import dev.wayleave.tailnet.identity.rewrite.RewrittenUsers;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The identities in a Headscale database, and the policy beside it.
public final class HeadscaleIdentityStore implements IdentityStore {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final DatabasePlace place;
  private final PolicyHome home;
  private final Company company;
  private final Path backups;
  private final InstantSource clock;
  private final Progress progress;

  /// @param company whether a Headscale may go on running meanwhile
  /// @param backups the folder for the copy of a database that is no file
  public HeadscaleIdentityStore(
      DatabasePlace place,
      PolicyHome home,
      Company company,
      Path backups,
      InstantSource clock,
      Progress progress) {
    this.place = place;
    this.home = home;
    this.company = company;
    this.backups = backups;
    this.clock = clock;
    this.progress = progress;
  }

  @Override
  public Holdings read() throws IdentityStoreException {
    return told(() -> of(place.source().read(progress)).holdings());
  }

  private IdentityDatabase of(DatabaseReading reading) throws IdentityStoreException {
    String policy =
        switch (home) {
          case PolicyHome.Database _ ->
              reading.policies().isEmpty() ? null : reading.policies().getLast().value().text();
          case PolicyHome.File(Path path) -> PolicyFile.read(path);
          case PolicyHome.Nowhere _ -> null;
        };
    return new IdentityDatabase(place, reading, policy);
  }

  @Override
  public List<String> apply(IdentityRewrite rewrite, Journal journal)
      throws IdentityStoreException {
    return told(() -> {
      try (RowSession session = place.rows(company, progress)) {
        try (Backup backup =
            new Backup(session.backUp(backups, ".before-oidc-" + STAMP.format(clock.instant())))) {
          return apply(session, rewrite, journal, backup);
        }
      }
    });
  }

  /// A copy of the database, which is deleted where nothing was written.
  private static final class Backup implements AutoCloseable {
    private final Path copy;
    private boolean needed;

    Backup(Path copy) {
      this.copy = copy;
    }

    /// From here on the database may be another: a commit that fails may have been made.
    void keep() {
      needed = true;
    }

    @Override
    public void close() {
      if (!needed) {
        try {
          Files.deleteIfExists(copy);
        } catch (IOException ignored) {
          // The failure before is to be told.
        }
      }
    }
  }

  private List<String> apply(
      RowSession session, IdentityRewrite rewrite, Journal journal, Backup backup)
      throws IdentityStoreException, TargetException, SourceException {
    Tables tables = session.tables();
    session.lock(IdentityEdits.tables(tables));
    IdentityDatabase present = of(HeadscaleDatabase.read(tables, place.label(), progress));
    // Asks for the rule, without which there are no identities.
    var _ = present.holdings();
    if (!present.state().equals(rewrite.state())) {
      throw IdentityStoreException.refused(
          "Users, their devices or the policy in %s changed since this was planned; nothing was written, so plan again."
              .formatted(place.label()));
    }
    refuseWaiting(rewrite);
    RewrittenUsers users = RewrittenUsers.of(present.users(), rewrite.changes());
    List<RowEdit> edits = new ArrayList<>(new IdentityEdits(tables, users).of());
    RowTrouble.refuseTaken(tables, edits, place.label());
    Optional<RowEdit> policy = policyRow(session, tables, present, rewrite);
    policy.ifPresent(edits::add);
    FileEdit file = policyFile(present, rewrite);
    long dangling = session.danglingReferences();
    Counter before = counter(session, policy);
    IdentityEdits.write(session, edits);
    if (session.danglingReferences() > dangling) {
      throw new IdentityStoreException(
          "Some rows of %s would refer to users who do not exist; nothing was written, so plan again."
              .formatted(place.label()));
    }
    Counted counted = before == null ? null : counted(before, policy.orElseThrow());
    try (PolicyFile opened = file == null ? null : PolicyFile.open(file)) {
      journal.keep(new RowsJournal(RowsJournal.FORMAT, place.label(), edits, counted, file).text());
      backup.keep();
      commit(session, counted);
      if (opened != null) {
        opened.write();
      }
    }
    return notes(backup.copy, users, file);
  }

  private static void refuseWaiting(IdentityRewrite rewrite) throws IdentityStoreException {
    for (IdentityChange change : rewrite.changes()) {
      if (change instanceof IdentityChange.Expect) {
        throw new IdentityStoreException(
            "A Headscale database cannot wait for the first login of user "
                + change.user()
                + "; find out the subject, or let the user log in once and plan again.");
      }
    }
  }

  private Optional<RowEdit> policyRow(
      RowSession session, Tables tables, IdentityDatabase present, IdentityRewrite rewrite)
      throws TargetException, SourceException, IdentityStoreException {
    String text = rewrite.policy();
    if (text == null || text.equals(present.policy()) || !(home instanceof PolicyHome.Database)) {
      return Optional.empty();
    }
    if (present.policy() == null) {
      throw noPolicy();
    }
    return Optional.of(
        IdentityEdits.policy(
            tables,
            place.engine(),
            session.counter(IdentityEdits.POLICIES),
            text,
            clock.instant()));
  }

  private IdentityStoreException noPolicy() {
    return new IdentityStoreException(
        place.label()
            + " holds no policy that could be rewritten; name the server by headscale:CONFIG.yaml, so that its policy file is found.");
  }

  private @Nullable FileEdit policyFile(IdentityDatabase present, IdentityRewrite rewrite)
      throws IdentityStoreException {
    String text = rewrite.policy();
    if (text == null || text.equals(present.policy())) {
      return null;
    }
    return switch (home) {
      case PolicyHome.File(Path path) ->
          new FileEdit(path.toString(), Objects.requireNonNull(present.policy()), text);
      case PolicyHome.Database _ -> null;
      case PolicyHome.Nowhere _ -> throw noPolicy();
    };
  }

  private static @Nullable Counter counter(RowSession session, Optional<RowEdit> policy)
      throws TargetException {
    return policy.isEmpty() ? null : session.counter(IdentityEdits.POLICIES).orElse(null);
  }

  private static Counted counted(Counter before, RowEdit policy) {
    return new Counted(IdentityEdits.POLICIES, before, new Counter(policy.id(), true));
  }

  /// A sequence of PostgreSQL counts whatever becomes of the transaction, so it counts last.
  private static void commit(RowSession session, @Nullable Counted counted) throws TargetException {
    boolean committed = false;
    try {
      if (counted != null) {
        session.count(counted.table(), counted.after());
      }
      session.commit();
      committed = true;
    } finally {
      if (!committed && counted != null) {
        putBack(session, counted);
      }
    }
  }

  private static void putBack(RowSession session, Counted counted) {
    try {
      session.count(counted.table(), counted.before());
    } catch (TargetException ignored) {
      // A gap in the numbers of policies means nothing; the failure before is to be told.
    }
  }

  private List<String> notes(Path backup, RewrittenUsers users, @Nullable FileEdit file) {
    List<String> notes = new ArrayList<>();
    notes.add("The database as it was before is kept in " + backup + ", which holds secrets.");
    for (User user : users.changed()) {
      String kept = users.first(user).map(Identity::identifier).orElse("");
      user.identities().stream()
          .map(Identity::identifier)
          .filter(other -> !other.equals(kept))
          .forEach(other ->
              notes.add(
                  "Headscale holds one identity of a user: user %s (%s) is known as %s, and no longer as %s."
                      .formatted(user.id(), user.label(), kept, other)));
    }
    if (file != null) {
      notes.add("The policy in " + file.path() + " was rewritten.");
    }
    notes.add(
        switch (company) {
          case NONE -> "Start Headscale with its new provider now.";
          case ALLOWED ->
              "Restart Headscale now: until then it goes by the users that it read when it started.";
        });
    return notes;
  }

  @Override
  public void rollback(String journal) throws IdentityStoreException {
    RowsJournal kept = RowsJournal.read(journal);
    told(() -> {
      try (RowSession session = place.rows(company, progress)) {
        session.lock(IdentityEdits.tables(session.tables()));
        new RowsUndo(session, place.label(), kept).run();
      }
      return true;
    });
  }

  @Override
  public void close() {
    // Each question opens the database for itself.
  }

  /// Work that meets the engine's failures and others.
  @FunctionalInterface
  private interface Work<T> {
    T run() throws IdentityStoreException, TargetException, SourceException;
  }

  private static <T> T told(Work<T> work) throws IdentityStoreException {
    try {
      return work.run();
    } catch (SourceException e) {
      throw new IdentityStoreException(e.getMessage() + ".", e);
    } catch (TargetException e) {
      throw new IdentityStoreException(String.valueOf(e.getMessage()), e);
    }
  }
}
