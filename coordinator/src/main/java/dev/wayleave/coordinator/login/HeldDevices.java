package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.kept.Kept;
import dev.wayleave.coordinator.state.Registration;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The questions of waiting devices that this replica holds.
///
/// A login ends here when the image has its device, when its row says so, or when its time is over.
/// A row that is gone may be that of a device that was let in at another replica, whose node the
/// image here has a moment later; so it means that the login lapsed only after a while.
final class HeldDevices {
  /// The image follows within a second, where the database answers at all.
  private static final Duration IMAGE_FOLLOWS = Duration.ofSeconds(3);

  private final Function<Registration, Optional<Node>> known;
  private final InstantSource clock;
  private final Map<String, Question> byId = new HashMap<>();
  private final Map<Keys, Set<String>> byKeys = new HashMap<>();

  private record Keys(MachineKey machine, NodeKey node) {
    static Keys of(Registration device) {
      return new Keys(device.machineKey(), device.nodeKey());
    }
  }

  private static final class Question {
    final Registration device;
    final Instant until;
    final Consumer<Ending> listener;
    @Nullable Instant missingSince;

    Question(Registration device, Instant until, Consumer<Ending> listener) {
      this.device = device;
      this.until = until;
      this.listener = listener;
    }
  }

  HeldDevices(Function<Registration, Optional<Node>> known, InstantSource clock) {
    this.known = known;
    this.clock = clock;
  }

  void hold(String id, Registration device, Instant until, Consumer<Ending> listener) {
    Question older;
    synchronized (this) {
      older = byId.put(id, new Question(device, until, listener));
      byKeys.computeIfAbsent(Keys.of(device), _ -> new HashSet<>()).add(id);
    }
    if (older != null) {
      older.listener.accept(new Ending.Superseded());
    }
    // It may have been let in before it was held, and after anybody looked.
    known.apply(device).ifPresent(node -> tell(id, new Ending.Admitted(node)));
  }

  synchronized void leave(String id, Consumer<Ending> listener) {
    Question question = byId.get(id);
    if (question != null && question.listener.equals(listener)) {
      remove(id);
    }
  }

  /// Tells the device of a login what it came to, where it listens here.
  void tell(String id, Ending ending) {
    Question question;
    synchronized (this) {
      question = remove(id);
    }
    if (question != null) {
      question.listener.accept(ending);
    }
  }

  private @Nullable Question remove(String id) {
    Question question = byId.remove(id);
    if (question != null) {
      byKeys.computeIfPresent(
          Keys.of(question.device),
          (_, ids) -> {
            ids.remove(id);
            return ids.isEmpty() ? null : ids;
          });
    }
    return question;
  }

  void admitted(Node node) {
    List<String> ids;
    synchronized (this) {
      ids = List.copyOf(byKeys.getOrDefault(new Keys(node.machineKey(), node.nodeKey()), Set.of()));
    }
    ids.forEach(id -> tell(id, new Ending.Admitted(node)));
  }

  /// The logins about which a question is held.
  synchronized List<String> ids() {
    return List.copyOf(byId.keySet());
  }

  /// Compares what is held with the rows.
  ///
  /// @param asked the logins whose rows were looked for
  void look(Collection<String> asked, List<Kept> rows) {
    Map<String, Kept> found =
        rows.stream().collect(Collectors.toMap(Kept::key, Function.identity()));
    for (String id : asked) {
      fate(id, found.get(id)).ifPresent(ending -> tell(id, ending));
    }
  }

  private synchronized Optional<Ending> fate(String id, @Nullable Kept row) {
    Question question = byId.get(id);
    if (question == null) {
      return Optional.empty();
    }
    Optional<Node> node = known.apply(question.device);
    if (node.isPresent()) {
      return node.map(Ending.Admitted::new);
    }
    if (row != null) {
      question.missingSince = null;
      return row.answer() == null ? Optional.empty() : Optional.of(new Ending.Rejected());
    }
    Instant now = clock.instant();
    Instant since = question.missingSince == null ? now : question.missingSince;
    question.missingSince = since;
    return now.isBefore(question.until) && now.isBefore(since.plus(IMAGE_FOLLOWS))
        ? Optional.empty()
        : Optional.of(new Ending.Lapsed());
  }
}
