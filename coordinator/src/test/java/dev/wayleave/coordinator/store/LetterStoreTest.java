package dev.wayleave.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.mail.Letter;
import dev.wayleave.coordinator.mail.LetterBox;
import dev.wayleave.coordinator.mail.MailLimits;
import dev.wayleave.coordinator.mail.MailThread;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.testkit.wait.Await;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Letters between replicas of one database.
@QuarkusTest
@RunningCoordinator
class LetterStoreTest {
  private static final Duration LIVES = Duration.ofMinutes(5);
  private static final MailLimits LIMITS = new MailLimits(3, 100, 10, Duration.ofSeconds(30));

  @Inject StatelessSession session;
  @Inject LetterStores stores;

  private final UUID one = UUID.randomUUID();
  private final UUID two = UUID.randomUUID();
  private final UUID three = UUID.randomUUID();

  @BeforeEach
  void live() {
    List.of(one, two, three).forEach(replica -> live(replica, LIVES));
  }

  /// The running application shall not go on believing that it is not alone.
  @AfterEach
  void die() {
    QuarkusTransaction.requiringNew()
        .run(() ->
            session
                .createNativeMutationQuery("delete from replicas where id in (:ids)")
                .setParameter("ids", List.of(one, two, three))
                .executeUpdate());
  }

  private void live(UUID replica, Duration lives) {
    new PresenceStore(session, TailnetStore.DEFAULT_TAILNET, replica, InstantSource.system(), false)
        .write(List.of(), List.of(), lives);
  }

  @Test
  void aLetterIsReadOnceByWhomItIsFor() {
    assertThat(box(one).leave(List.of(letter(two, "a"), letter(two, "b")))).containsExactly(1, 1);
    assertThat(box(three).take(10)).isEmpty();
    assertThat(box(two).take(10)).extracting(Letter::body).containsExactly("a", "b");
    assertThat(box(two).take(10)).isEmpty();
  }

  @Test
  void aLetterToAllOthersIsReadByEachOnce() {
    assertThat(box(one).leave(List.of(letter(null, "a"))).getFirst()).isGreaterThanOrEqualTo(2);
    assertThat(box(one).take(10)).as("not by whoever wrote it").isEmpty();
    assertThat(box(two).take(10)).extracting(Letter::sender).containsExactly(one);
    assertThat(box(three).take(10)).hasSize(1);
  }

  @Test
  void aReplicaThatIsGoneGetsNone() {
    live(two, Duration.ZERO);
    assertThat(box(one).leave(List.of(letter(two, "a")))).containsExactly(0);
  }

  @Test
  void aBoxThatIsFullTakesNoMore() {
    List<Letter> four =
        List.of(letter(two, "1"), letter(two, "2"), letter(two, "3"), letter(two, "4"));
    assertThat(box(one).leave(four)).containsExactly(1, 1, 1, 0);
    assertThat(
            box(one).leave(List.of(letter(three, "x".repeat(60)), letter(three, "y".repeat(60)))))
        .containsExactly(1, 0);
    assertThat(box(two).take(2)).hasSize(2);
    assertThat(box(one).leave(List.of(letter(two, "5")))).containsExactly(1);
  }

  @Test
  void aLetterThatNobodyTookInTimeIsSweptAndNotRead() {
    LetterBox hasty = stores.of(one, new MailLimits(3, 100, 10, Duration.ofNanos(1)), false);
    assertThat(hasty.leave(List.of(letter(two, "late")))).containsExactly(1);
    assertThat(hasty.leave(List.of(letter(three, "late")))).containsExactly(1);
    assertThat(count(two)).as("swept when the next was left").isZero();
    assertThat(box(three).take(10)).isEmpty();
    assertThat(count(three)).isZero();
  }

  @Test
  void aNotificationHasALetterReadAtOnce() throws Exception {
    Queue<Letter> read = new ConcurrentLinkedQueue<>();
    // It would look by itself far too late.
    Supplier<Duration> seldom = () -> Duration.ofHours(1);
    MailThread sender = new MailThread(one, stores.of(one, LIMITS, true), LIMITS, seldom);
    MailThread reader = new MailThread(two, stores.of(two, LIMITS, true), LIMITS, seldom);
    reader.read("test", read::add);
    CountDownLatch listening = new CountDownLatch(1);
    ChangeListener listener =
        new ChangeListener(
            setting("jdbc.url"),
            setting("username"),
            setting("password"),
            hint -> {
              if (hint instanceof Hint.Anything) {
                listening.countDown();
              }
              if (hint instanceof Hint.Post(UUID recipient) && recipient.equals(two)) {
                reader.look();
              }
            });
    try (sender;
        reader;
        listener) {
      sender.start();
      reader.start();
      listener.start();
      assertThat(listening.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(sender.send(two, "test", "hello").get(10, TimeUnit.SECONDS)).isEqualTo(1);
      Await.until("it is heard", () -> !read.isEmpty());
      assertThat(read.peek()).isEqualTo(new Letter(one, two, "test", "hello"));
    }
  }

  private LetterBox box(UUID replica) {
    return stores.of(replica, LIMITS, false);
  }

  private Letter letter(@Nullable UUID to, String body) {
    return new Letter(one, to, "test", body);
  }

  private long count(UUID recipient) {
    return QuarkusTransaction.requiringNew()
        .call(() ->
            session
                .createNativeQuery(
                    "select count(*) from letters where recipient = :recipient", Long.class)
                .setParameter("recipient", recipient)
                .getSingleResult());
  }

  private static String setting(String name) {
    return ConfigProvider.getConfig().getValue("quarkus.datasource." + name, String.class);
  }
}
