package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.store.AuditEntry;
import dev.wayleave.coordinator.store.WriteTransaction;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.TailnetEntity;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Commands that are decided one after the other and committed together.
final class Batch {
  private static final Logger LOG = Logger.getLogger(Batch.class);

  /// What the audit log calls it that a device has come here from the plane it was imported from.
  private static final String ADOPTED = "NodeAdopted";

  private final UUID id;
  private final Moment moment;
  private final WriteTransaction transaction;
  private final List<Submitted.Decided<?>> decided = new ArrayList<>();
  private final List<AuditEntry> audit = new ArrayList<>();
  private final List<TailnetChange.Edit> unsaved = new ArrayList<>();
  private final List<TailnetChange> changes = new ArrayList<>();
  private Tailnet saved;
  private Tailnet now;

  Batch(UUID id, Moment moment, WriteTransaction transaction, Tailnet image) {
    this.id = id;
    this.moment = moment;
    this.transaction = transaction;
    this.saved = image;
    this.now = image;
  }

  /// Decides, writes and leaves the commit to whoever holds the transaction.
  Result write(List<? extends Submitted<?>> commands) {
    long version = now.version();
    for (Submitted<?> command : commands) {
      decide(command);
    }
    save();
    if (!changes.isEmpty()) {
      now = now.at(version + 1);
      transaction.advance(now, id, moment.now(), logged());
    }
    transaction.audit(audit);
    return new Result(now, logged(), decided);
  }

  private void decide(Submitted<?> command) {
    Submitted.Decided<?> result;
    try {
      result = command.decide(now, moment);
    } catch (RuntimeException mistake) {
      // A mistake in one decision must not take the others with it; nothing of it has happened.
      LOG.errorf(mistake, "%s failed", command.command().operation());
      command.fail(
          new StateException(
              StateException.Kind.NOT_DONE,
              "The coordinator made a mistake and changed nothing; its log says more.",
              mistake));
      return;
    }
    decided.add(result);
    AuditEntry entry = take(result.decision(), command);
    if (command.command().audited()) {
      audit.add(entry);
    }
  }

  /// That an imported device has come here is told whatever let it in, also where that happens too
  /// often to be told itself: a device comes once.
  private void note(TailnetChange.Edit edit, Submitted<?> command) {
    if (edit instanceof TailnetChange.Put(Node after)) {
      now.node(after.id())
          .flatMap(before -> Coming.of(before, after))
          .ifPresent(coming ->
              audit.add(entry(command, ADOPTED, object(edit), "done: " + coming.sentence())));
    }
  }

  private AuditEntry take(Decision<?> decision, Submitted<?> command) {
    return switch (decision) {
      case Decision.Accepted<?> accepted -> {
        accepted
            .changes()
            .forEach(edit -> {
              note(edit, command);
              take(edit);
            });
        String object =
            accepted.changes().isEmpty()
                ? command.command().object()
                : object(accepted.changes().getFirst());
        yield entry(command, object, done(accepted.reply()));
      }
      case Decision.Bulk<?> bulk -> {
        take(bulk);
        yield entry(command, command.command().object(), "done");
      }
      case Decision.Refused<?> refused ->
          entry(command, command.command().object(), "refused: " + refused.refusal().sentence());
    };
  }

  private static String done(Object reply) {
    return reply instanceof Remarked remarked && !remarked.remarks().isEmpty()
        ? "done: " + String.join("; ", remarked.remarks())
        : "done";
  }

  private void take(TailnetChange.Edit edit) {
    now = now.with(edit);
    unsaved.add(edit);
    changes.add(edit);
  }

  private void take(Decision.Bulk<?> bulk) {
    save();
    transaction.replace(now, bulk.puts(), bulk.removals());
    bulk.alongside().accept(transaction);
    List<TailnetChange.Edit> edits = new ArrayList<>();
    bulk.removals().forEach(entity -> edits.add(new TailnetChange.Removed(entity)));
    bulk.puts().forEach(entity -> edits.add(new TailnetChange.Put(entity.value())));
    now = now.with(edits);
    saved = now;
    if (!edits.isEmpty()) {
      changes.add(new TailnetChange.Reloaded());
    }
  }

  private void save() {
    transaction.save(saved, unsaved);
    unsaved.clear();
    saved = now;
  }

  /// Edits beside a reload are part of it.
  private List<TailnetChange> logged() {
    boolean reloaded = changes.stream().anyMatch(TailnetChange.Reloaded.class::isInstance);
    return reloaded ? List.of(new TailnetChange.Reloaded()) : changes;
  }

  private AuditEntry entry(Submitted<?> command, String object, String outcome) {
    return entry(command, command.command().operation(), object, outcome);
  }

  private AuditEntry entry(Submitted<?> command, String operation, String object, String outcome) {
    return new AuditEntry(
        0,
        moment.now(),
        command.actor().name(),
        command.actor().address(),
        operation,
        object,
        outcome);
  }

  private static String object(TailnetChange.Edit edit) {
    TailnetEntity entity =
        switch (edit) {
          case TailnetChange.Put put -> put.entity();
          case TailnetChange.Removed removed -> removed.last();
        };
    return EntityRef.of(entity).toString();
  }

  /// What a batch makes of an image, once committed.
  record Result(Tailnet image, List<TailnetChange> changes, List<Submitted.Decided<?>> decided) {}
}
