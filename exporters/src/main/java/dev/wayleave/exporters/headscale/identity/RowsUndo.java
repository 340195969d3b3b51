package dev.wayleave.exporters.headscale.identity;

import dev.wayleave.exporters.headscale.identity.RowsJournal.Counted;
import dev.wayleave.exporters.headscale.identity.RowsJournal.FileEdit;
import dev.wayleave.exporters.headscale.store.RowSession;
import dev.wayleave.importers.headscale.database.store.Table;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.identity.rewrite.IdentityStoreException;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Takes back what a journal tells of, unless a row of it changed since.
final class RowsUndo {
  private static final int MOST_ROWS = 20;

  private final RowSession session;
  private final String label;
  private final RowsJournal journal;
  private final List<String> changed = new ArrayList<>();

  RowsUndo(RowSession session, String label, RowsJournal journal) {
    this.session = session;
    this.label = label;
    this.journal = journal;
  }

  void run() throws IdentityStoreException, TargetException, SourceException {
    Tables tables = session.tables();
    Map<String, Map<Long, RawRow>> present = present(tables);
    boolean asBefore =
        journal.rows().stream().allMatch(edit -> isAt(edit.before(), find(present, edit)));
    boolean file = file();
    if (!asBefore) {
      for (RowEdit edit : journal.rows()) {
        compare(edit, find(present, edit));
      }
      newerPolicy(tables);
    }
    if (!changed.isEmpty()) {
      throw IdentityStoreException.refused(
          "%s changed since in what was written there, and nothing was undone: %s%s."
              .formatted(
                  label,
                  String.join("; ", changed.subList(0, Math.min(MOST_ROWS, changed.size()))),
                  changed.size() > MOST_ROWS
                      ? "; and %d more".formatted(changed.size() - MOST_ROWS)
                      : ""));
    }
    FileEdit edit = journal.file();
    try (PolicyFile policy =
        file && edit != null
            ? PolicyFile.open(new FileEdit(edit.path(), edit.after(), edit.before()))
            : null) {
      if (!asBefore) {
        undo(tables);
      }
      if (policy != null) {
        policy.write();
      }
    }
  }

  private void undo(Tables tables) throws IdentityStoreException, TargetException, SourceException {
    List<RowEdit> back = journal.rows().reversed().stream().map(RowEdit::reversed).toList();
    RowTrouble.refuseTaken(tables, back, label);
    IdentityEdits.write(session, back);
    Counted counted = journal.counted();
    boolean counts =
        counted != null && session.counter(counted.table()).equals(Optional.of(counted.after()));
    if (counted != null && counts) {
      session.count(counted.table(), counted.before());
    }
    session.commit();
  }

  /// The rows that the journal names.
  private Map<String, Map<Long, RawRow>> present(Tables tables) throws SourceException {
    Map<String, Map<Long, RawRow>> wanted = new HashMap<>();
    for (RowEdit edit : journal.rows()) {
      wanted.computeIfAbsent(edit.table(), _ -> new HashMap<>());
    }
    for (Map.Entry<String, Map<Long, RawRow>> entry : wanted.entrySet()) {
      List<Long> ids =
          journal.rows().stream()
              .filter(edit -> edit.table().equals(entry.getKey()))
              .map(RowEdit::id)
              .sorted(Comparator.naturalOrder())
              .toList();
      Optional<Table> table = tables.find(entry.getKey());
      if (table.isPresent()) {
        tables.read(
            table.get(),
            row -> {
              Long id = new Row(row).reference("id");
              if (id != null && Collections.binarySearch(ids, id) >= 0) {
                entry.getValue().put(id, row);
              }
            });
      }
    }
    return wanted;
  }

  private static @Nullable RawRow find(Map<String, Map<Long, RawRow>> present, RowEdit edit) {
    return present.getOrDefault(edit.table(), Map.of()).get(edit.id());
  }

  private static boolean isAt(
      @Nullable SequencedMap<String, RawValue> wanted, @Nullable RawRow row) {
    if (wanted == null || row == null) {
      return wanted == null && row == null;
    }
    return differing(wanted, row).isEmpty();
  }

  private static List<String> differing(SequencedMap<String, RawValue> wanted, RawRow row) {
    return wanted.entrySet().stream()
        .filter(column -> !Objects.equals(row.get(column.getKey()), column.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private void compare(RowEdit edit, @Nullable RawRow row) {
    String name = edit.table() + " row " + edit.id();
    if (edit.after() == null) {
      if (row != null) {
        changed.add(name + " was made anew");
      }
    } else if (row == null) {
      changed.add(name + " was deleted");
    } else {
      List<String> columns = differing(edit.after(), row);
      if (!columns.isEmpty()) {
        changed.add(name + " (" + String.join(", ", columns) + ")");
      }
    }
  }

  /// A version behind the one that was written would stay in force.
  private void newerPolicy(Tables tables) throws SourceException {
    Optional<RowEdit> policy =
        journal.rows().stream()
            .filter(edit -> edit.table().equals(IdentityEdits.POLICIES))
            .findFirst();
    Optional<Table> table = tables.find(IdentityEdits.POLICIES);
    if (policy.isEmpty() || table.isEmpty()) {
      return;
    }
    tables.read(
        table.get(),
        raw -> {
          Long id = new Row(raw).reference("id");
          if (id != null && id > policy.get().id()) {
            changed.add("policies row " + id + " was added");
          }
        });
  }

  /// Whether the policy's file is to be written back.
  private boolean file() throws IdentityStoreException {
    FileEdit edit = journal.file();
    if (edit == null) {
      return false;
    }
    String text = PolicyFile.read(Path.of(edit.path()));
    if (!text.equals(edit.after()) && !text.equals(edit.before())) {
      changed.add("the policy in " + edit.path());
    }
    return text.equals(edit.after());
  }
}
