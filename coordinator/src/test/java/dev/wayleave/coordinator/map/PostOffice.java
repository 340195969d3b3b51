package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.mail.Letter;
import dev.wayleave.coordinator.mail.Mail;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The mail of replicas in one test, which is read at once.
final class PostOffice {
  private final List<Desk> desks = new ArrayList<>();

  /// The mail of another replica.
  Mail open() {
    Desk desk = new Desk(new UUID(0, desks.size() + 1L));
    desks.add(desk);
    return desk;
  }

  /// Lets a replica die.
  void close(UUID replica) {
    desks.removeIf(desk -> desk.here().equals(replica));
  }

  private final class Desk implements Mail {
    private final UUID here;
    private final Map<String, Consumer<Letter>> readers = new HashMap<>();

    private Desk(UUID here) {
      this.here = here;
    }

    @Override
    public UUID here() {
      return here;
    }

    @Override
    public void read(String kind, Consumer<Letter> reader) {
      readers.put(kind, reader);
    }

    @Override
    public CompletableFuture<Integer> send(@Nullable UUID to, String kind, String body) {
      List<Desk> recipients =
          desks.stream()
              .filter(desk -> desk != this && (to == null || desk.here.equals(to)))
              .toList();
      Letter letter = new Letter(here, to, kind, body);
      for (Desk desk : recipients) {
        Consumer<Letter> reader = desk.readers.get(kind);
        if (reader != null) {
          reader.accept(letter);
        }
      }
      return CompletableFuture.completedFuture(recipients.size());
    }
  }
}
