package dev.wayleave.coordinator.ask;

import dev.wayleave.coordinator.mail.Letter;
import dev.wayleave.coordinator.mail.Mail;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.wire.PingRequest;
import dev.wayleave.protocol.wire.WireException;
import dev.wayleave.protocol.wire.WireJson;
import dev.wayleave.tailnet.model.NodeId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Questions for clients whose stream another replica has, and answers to questions that another
/// replica asked.
public final class OtherReplicas {
  private static final Logger LOG = Logger.getLogger(OtherReplicas.class);

  /// Puts a question to a node: is answered by [#ASKED].
  static final String ASK = "ask";

  /// Whether a question was put to the node.
  static final String ASKED = "asked";

  /// What a client answered.
  static final String ANSWER = "answer";

  /// A replica that is alive takes a letter at once.
  private static final Duration ASKED_WITHIN = Duration.ofSeconds(5);

  /// How many questions may be on their way to other replicas; answers to them are small.
  private static final int MOST_ASKS = 1_000;

  private record Ask(String letter, long node, PingRequest question) {}

  private record Asked(String letter, boolean sent) {}

  private record Answer(String question, MachineKey by, String body) {}

  private final Mail mail;
  private final Asking here;
  private final OpenQuestions questions;
  private final Map<String, Replies> asked = new ConcurrentHashMap<>();

  /// @param here puts questions to clients of this replica
  public OtherReplicas(Mail mail, Asking here, OpenQuestions questions) {
    this.mail = mail;
    this.here = here;
    this.questions = questions;
    mail.read(ASK, this::put);
    mail.read(ASKED, this::replied);
    mail.read(ANSWER, this::answered);
  }

  /// Has the replica that holds the node's stream put the question, this one first.
  ///
  /// @return whether any did
  CompletableFuture<Boolean> ask(NodeId node, PingRequest question) {
    return here.ask(node, question)
        .thenCompose(
            sent -> sent ? CompletableFuture.completedFuture(true) : askOthers(node, question));
  }

  private CompletableFuture<Boolean> askOthers(NodeId node, PingRequest question) {
    if (asked.size() >= MOST_ASKS) {
      return CompletableFuture.completedFuture(false);
    }
    String letter = UUID.randomUUID().toString();
    Replies replies = new Replies();
    asked.put(letter, replies);
    var _ =
        mail.send(null, ASK, text(new Ask(letter, node.value(), question)))
            .thenAccept(replies::expect);
    return replies
        .sent
        .completeOnTimeout(false, ASKED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, _) -> asked.remove(letter));
  }

  /// How many replicas have yet to say whether they put a question; one that did is enough.
  private static final class Replies {
    private final CompletableFuture<Boolean> sent = new CompletableFuture<>();
    private int missing;
    private boolean left;

    synchronized void expect(int replicas) {
      left = true;
      missing += replicas;
      end();
    }

    synchronized void said(boolean put) {
      missing--;
      if (put) {
        sent.complete(true);
      }
      end();
    }

    private void end() {
      if (left && missing <= 0) {
        sent.complete(false);
      }
    }
  }

  /// Hands an answer to the replica that asked.
  ///
  /// @return whether that lives
  CompletableFuture<Boolean> answer(QuestionId question, MachineKey by, byte[] body) {
    Answer answer = new Answer(question.toString(), by, Base64.getEncoder().encodeToString(body));
    return mail.send(question.replica(), ANSWER, text(answer)).thenApply(left -> left > 0);
  }

  private void put(Letter letter) {
    read(
        letter,
        Ask.class,
        ask -> {
          var _ =
              here.ask(new NodeId(ask.node()), ask.question())
                  .thenAccept(sent -> {
                    var _ = mail.send(letter.sender(), ASKED, text(new Asked(ask.letter(), sent)));
                  });
        });
  }

  private void replied(Letter letter) {
    read(
        letter,
        Asked.class,
        reply -> {
          Replies replies = asked.get(reply.letter());
          if (replies != null) {
            replies.said(reply.sent());
          }
        });
  }

  private void answered(Letter letter) {
    read(
        letter,
        Answer.class,
        answer ->
            questions
                .take(answer.question(), answer.by())
                .ifPresent(question -> question.accept(Base64.getDecoder().decode(answer.body()))));
  }

  private static <T> void read(Letter letter, Class<T> type, Consumer<T> reader) {
    try {
      reader.accept(
          WireJson.read(
              letter.body().getBytes(StandardCharsets.UTF_8), type, Letter.MAX_CHARACTERS));
    } catch (WireException e) {
      LOG.warnf("A letter of replica %s cannot be read: %s", letter.sender(), e.getMessage());
    }
  }

  private static String text(Object message) {
    return new String(WireJson.write(message), StandardCharsets.UTF_8);
  }
}
