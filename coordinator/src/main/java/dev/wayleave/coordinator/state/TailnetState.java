package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.store.DatabaseTrouble;
import dev.wayleave.coordinator.store.LogEntry;
import dev.wayleave.coordinator.store.TailnetStore;
import dev.wayleave.coordinator.store.WriteTransaction;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The image of one tailnet and its writer.
///
/// Writers of all replicas take turns by the lock on the tailnet's row: whoever holds it brings its
/// image up to the row's version, decides on that image, writes, and commits. Nobody leads, and two
/// replicas cannot disagree, because each decision is made on the outcome of all before it. One
/// thread here does all of that, so commands which come while it commits wait and share the next
/// commit.
public final class TailnetState implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(TailnetState.class);

  /// How long the writer tries to learn what became of a commit whose connection was lost.
  private static final Duration LEARN_FATE_WITHIN = Duration.ofSeconds(10);

  /// Work for the writer; null in the queue's place means only "look".
  private record Work(@Nullable Submitted<?> command) {}

  private static final Work LOOK = new Work(null);

  private final long tailnet;
  private final TailnetStore store;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final StateLimits limits;
  private final BlockingQueue<Work> waiting;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final AtomicReference<CompletableFuture<Tailnet>> nextLook =
      new AtomicReference<>(new CompletableFuture<>());
  private final List<Consumer<Publication>> readers = new CopyOnWriteArrayList<>();
  private final Thread writer;
  private volatile Tailnet image = Tailnet.empty();
  private volatile Instant lastContact = Instant.EPOCH;
  private volatile boolean closed;

  public TailnetState(
      long tailnet,
      TailnetStore store,
      InstantSource clock,
      RandomGenerator random,
      StateLimits limits) {
    this.tailnet = tailnet;
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.limits = limits;
    this.waiting = new ArrayBlockingQueue<>(limits.waiting());
    this.writer = Thread.ofPlatform().name("tailnet-" + tailnet + "-writer").unstarted(this::run);
  }

  /// Reads the image and begins to write; throws where the database cannot be read.
  public void start() {
    image = store.load(tailnet);
    lastContact = clock.instant();
    writer.start();
  }

  /// The newest image this replica knows.
  public Tailnet image() {
    return image;
  }

  /// When the database last answered.
  public Instant lastContact() {
    return lastContact;
  }

  /// Calls `reader` on the writer's thread with every new image; it must not wait.
  public void subscribe(Consumer<Publication> reader) {
    readers.add(reader);
  }

  /// Hands a command to the writer; the future ends when it is committed or refused.
  public <R> CompletableFuture<Outcome<R>> submit(Command<R> command, Actor actor) {
    Submitted<R> submitted = new Submitted<>(command, actor, new CompletableFuture<>());
    if (closed || !waiting.offer(new Work(submitted))) {
      submitted.fail(
          new StateException(
              StateException.Kind.OVERLOADED,
              "Too many changes wait to be written; try again in a moment.",
              null));
    }
    return submitted.reply();
  }

  /// Says that another replica may have committed something.
  public void look() {
    if (looking.compareAndSet(false, true) && !waiting.offer(LOOK)) {
      // A full queue will have the writer look anyway.
      looking.set(false);
    }
  }

  /// The image once it holds everything that any replica has committed until now.
  CompletableFuture<Tailnet> upToDate() {
    CompletableFuture<Tailnet> asked = nextLook.get();
    look();
    return asked;
  }

  private void run() {
    while (!closed) {
      List<Submitted<?>> batch = List.of();
      CompletableFuture<Tailnet> asked = new CompletableFuture<>();
      try {
        batch = take();
        // Before the database is asked: whoever comes later waits for the next time.
        asked = nextLook.getAndSet(asked);
        if (batch.isEmpty()) {
          catchUp();
        } else {
          commit(batch);
        }
      } catch (InterruptedException e) {
        closed = true;
      } catch (RuntimeException e) {
        LOG.warnf(
            "The database cannot be read; it is asked again every second: %s", e.getMessage());
        fail(
            batch,
            StateException.Kind.UNKNOWN,
            "The database cannot be reached, and whether the change was made is not known yet; look before you try again.",
            e);
        rest();
      }
      asked.complete(image);
    }
    nextLook.get().complete(image);
    List<Work> left = new ArrayList<>();
    waiting.drainTo(left);
    fail(
        commands(left),
        StateException.Kind.NOT_DONE,
        "The coordinator is stopping; the change was not made.",
        null);
  }

  private List<Submitted<?>> take() throws InterruptedException {
    Work first = waiting.poll(limits.poll().toMillis(), TimeUnit.MILLISECONDS);
    looking.set(false);
    List<Work> taken = new ArrayList<>();
    if (first != null) {
      taken.add(first);
      waiting.drainTo(taken, limits.together() - 1);
    }
    return commands(taken);
  }

  private static List<Submitted<?>> commands(List<Work> taken) {
    List<Submitted<?>> commands = new ArrayList<>();
    for (Work work : taken) {
      if (work.command() != null) {
        commands.add(work.command());
      }
    }
    return commands;
  }

  private void commit(List<Submitted<?>> commands) {
    UUID id = new UUID(random.nextLong(), random.nextLong());
    Attempt attempt = new Attempt();
    try {
      store.write(tailnet, transaction -> attempt.write(transaction, id, commands));
    } catch (RuntimeException e) {
      afterFailure(id, commands, attempt, e);
      return;
    }
    attempt.settle();
  }

  /// One try to commit: what it caught up with and what it made of that.
  private final class Attempt {
    private @Nullable Publication caughtUp;
    private Batch.@Nullable Result result;

    boolean write(WriteTransaction transaction, UUID id, List<Submitted<?>> commands) {
      Moment moment = new Moment(clock.instant(), random);
      caughtUp = behind(transaction);
      Tailnet base = caughtUp == null ? image : caughtUp.image();
      result = new Batch(id, moment, transaction, base).write(commands);
      return true;
    }

    void settle() {
      publish(caughtUp);
      if (result != null) {
        if (!result.changes().isEmpty()) {
          publish(new Publication(result.changes(), result.image()));
        }
        tell(result);
      }
    }

    void tell(Batch.Result decided) {
      decided.decided().forEach(answer -> answer.tell(decided.image().version()));
    }
  }

  /// A commit threw: the image is what it was, so ask the database what happened.
  ///
  /// Taking the row's lock first waits for a server process that may still be ending our commit.
  private void afterFailure(
      UUID id, List<Submitted<?>> commands, Attempt attempt, RuntimeException failure) {
    LOG.warnf("A commit failed: %s", rootOf(failure));
    if (wasCommitted(id)) {
      Batch.Result result = attempt.result;
      catchUp();
      if (result != null) {
        attempt.tell(result);
      }
    } else if (commands.size() > 1) {
      // One command that the database refuses must not take the others with it.
      commands.forEach(command -> commit(List.of(command)));
    } else {
      fail(
          commands,
          StateException.Kind.NOT_DONE,
          DatabaseTrouble.sentence(failure)
              .orElseGet(() ->
                  "The database refused the change, so nothing was changed: " + rootOf(failure)),
          failure);
    }
  }

  private boolean wasCommitted(UUID id) {
    Instant deadline = clock.instant().plus(LEARN_FATE_WITHIN);
    while (true) {
      try {
        return store.write(
            tailnet,
            transaction ->
                transaction.logAfter(image.version()).stream()
                    .anyMatch(entry -> entry.batch().equals(id)));
      } catch (RuntimeException e) {
        if (closed || clock.instant().isAfter(deadline)) {
          throw e;
        }
        rest();
      }
    }
  }

  /// Brings the image up to the database's version without writing.
  private void catchUp() {
    long version = store.version(tailnet);
    lastContact = clock.instant();
    if (version != image.version()) {
      publish(
          applied(version, store.logAfter(tailnet, image.version()), () -> store.load(tailnet)));
    }
  }

  private @Nullable Publication behind(WriteTransaction transaction) {
    if (transaction.version() == image.version()) {
      return null;
    }
    return applied(transaction.version(), transaction.logAfter(image.version()), transaction::load);
  }

  /// The image after the log, or read anew where the log does not lead there.
  private Publication applied(long version, List<LogEntry> log, Supplier<Tailnet> load) {
    List<TailnetChange> changes = new ArrayList<>();
    Tailnet next = image;
    for (LogEntry entry : log) {
      List<TailnetChange.Edit> edits = new ArrayList<>();
      for (TailnetChange change : entry.changes()) {
        switch (change) {
          case TailnetChange.Edit edit -> edits.add(edit);
          case TailnetChange.Reloaded _ -> {
            return reloaded(load);
          }
        }
      }
      if (entry.version() != next.version() + 1) {
        // The log was shortened while this replica was away.
        return reloaded(load);
      }
      changes.addAll(edits);
      next = next.with(edits).at(entry.version());
    }
    // A version behind ours means that the database was restored from a backup.
    return next.version() < version || version < image.version()
        ? reloaded(load)
        : new Publication(changes, next);
  }

  private static Publication reloaded(Supplier<Tailnet> load) {
    return new Publication(List.of(new TailnetChange.Reloaded()), load.get());
  }

  private void publish(@Nullable Publication publication) {
    lastContact = clock.instant();
    if (publication == null) {
      return;
    }
    image = publication.image();
    for (Consumer<Publication> reader : readers) {
      try {
        reader.accept(publication);
      } catch (RuntimeException mistake) {
        LOG.error("A reader of images failed", mistake);
      }
    }
  }

  private static void fail(
      List<Submitted<?>> commands,
      StateException.Kind kind,
      String sentence,
      @Nullable Throwable cause) {
    commands.forEach(command -> command.fail(new StateException(kind, sentence, cause)));
  }

  /// The innermost message: what PostgreSQL itself said, on one line.
  private static String rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("no reason given");
  }

  private void rest() {
    try {
      TimeUnit.MILLISECONDS.sleep(Math.min(limits.poll().toMillis(), 500));
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /// Stops after the commit that is under way; whatever waits is turned away.
  @Override
  public void close() {
    closed = true;
    look();
    try {
      writer.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
