package dev.wayleave.bench.fleet;

import dev.wayleave.protocol.control.ControlException;
import dev.wayleave.protocol.control.KeyReply;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.noise.NoiseException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/// Thousands of clients in one thread; see [FleetBench] for what they do.
final class Fleet {
  /// What a client waits before it tries again, as tailscaled does: n² times this.
  private static final long BACK_OFF_MILLIS = 10;

  private static final long LONGEST_BACK_OFF_MILLIS = 30_000;
  private static final int ROOM = 1 << 20;

  private record Retry(long at, Member member) {}

  private final InetSocketAddress address;
  private final MachineKey server;
  private final List<String> authKeys;
  private final SecureRandom random = new SecureRandom();
  private final Fragments fragments = new Fragments();
  private final Selector selector;
  private final List<Member> members = new ArrayList<>();
  private final PriorityQueue<Retry> retries =
      new PriorityQueue<>(Comparator.comparingLong(Retry::at));
  private final Deque<Member> waiting = new ArrayDeque<>();
  private final ByteBuffer wire = ByteBuffer.allocate(ROOM);
  private final ByteBuffer plain = ByteBuffer.allocate(ROOM);
  private Member.Errand errand = Member.Errand.REGISTER;
  private int atOnce = Integer.MAX_VALUE;
  private int underWay;
  private int registered;
  private int drops;
  private int failures;
  private long firstOpened;
  private long bytes;
  private long messages;
  private String lastFailure = "";
  private String marker = "";

  Fleet(URI url, List<String> authKeys, int many) throws Exception {
    this.address = new InetSocketAddress(url.getHost(), url.getPort());
    this.authKeys = List.copyOf(authKeys);
    this.selector = Selector.open();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest ask =
          HttpRequest.newBuilder(url.resolve("/key?v=" + Identity.VERSION))
              .timeout(Duration.ofSeconds(10))
              .build();
      this.server = KeyReply.parse(http.send(ask, BodyHandlers.ofByteArray()).body()).noise();
    }
    for (int i = 0; i < many; i++) {
      members.add(new Member(this, i, Identity.random(i, random)));
    }
  }

  InetSocketAddress address() {
    return address;
  }

  MachineKey server() {
    return server;
  }

  SecureRandom random() {
    return random;
  }

  Fragments fragments() {
    return fragments;
  }

  String authKey(int number) {
    return authKeys.get(number % authKeys.size());
  }

  List<Member> members() {
    return members;
  }

  /// The endpoint of the change that is under way.
  String marker() {
    return marker;
  }

  void mark(String endpoint) {
    marker = endpoint;
  }

  int registered() {
    return registered;
  }

  int drops() {
    return drops;
  }

  int failures() {
    return failures;
  }

  long bytes() {
    return bytes;
  }

  long messages() {
    return messages;
  }

  /// When the first connection was made since [#forget].
  long firstOpened() {
    return firstOpened;
  }

  String lastFailure() {
    return lastFailure;
  }

  /// Begins to count anew.
  void forget() {
    drops = 0;
    failures = 0;
    bytes = 0;
    messages = 0;
    firstOpened = 0;
  }

  void registered(Member member) {
    registered++;
  }

  void received(int many) {
    bytes += many;
  }

  void message(int length) {
    messages++;
  }

  /// Lets all members go about something.
  ///
  /// @param limit how many do so at once
  void send(Member.Errand what, int limit) {
    errand = what;
    atOnce = limit;
    waiting.addAll(members);
  }

  /// Cuts all connections.
  void cut() throws IOException {
    for (Member member : members) {
      member.closed();
    }
  }

  long complete() {
    int peers = members.size() - 1;
    return members.stream().filter(member -> member.isComplete(peers)).count();
  }

  long mapped() {
    return members.stream().filter(member -> member.mapped).count();
  }

  /// Goes on until something is so, and says how it goes every few seconds.
  ///
  /// @return whether it came to be so in time
  boolean until(String what, Duration limit, BooleanSupplier done) throws Exception {
    long begun = System.nanoTime();
    long check = begun;
    long said = begun;
    while (System.nanoTime() - begun < limit.toNanos()) {
      step();
      long now = System.nanoTime();
      if (now - check > 20_000_000) {
        if (done.getAsBoolean()) {
          return true;
        }
        check = System.nanoTime();
      }
      if (now - said > 10_000_000_000L) {
        said = now;
        System.err.printf(
            "  %s: %.0f s, %d registered, %d with a map, %d complete, %d failures (%s), %s%n",
            what,
            (now - begun) / 1e9,
            registered,
            mapped(),
            complete(),
            failures,
            lastFailure,
            fragments);
      }
    }
    return done.getAsBoolean();
  }

  private void step() throws IOException {
    while (underWay < atOnce && !waiting.isEmpty()) {
      begin(waiting.remove());
    }
    long now = System.nanoTime();
    while (!retries.isEmpty() && retries.peek().at - now <= 0) {
      begin(retries.remove().member);
    }
    selector.select(10);
    Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
    while (ready.hasNext()) {
      SelectionKey key = ready.next();
      ready.remove();
      if (key.isValid()) {
        serve(key, (Member) key.attachment());
      }
    }
  }

  private void begin(Member member) throws IOException {
    underWay++;
    try {
      member.connect(selector, errand);
    } catch (IOException e) {
      failed(member, e.toString());
    }
  }

  private void serve(SelectionKey key, Member member) throws IOException {
    try {
      if (key.isConnectable()) {
        member.connected(key);
        firstOpened = firstOpened == 0 ? System.nanoTime() : firstOpened;
      } else {
        member.flush();
        if (!member.read(wire, plain)) {
          ended(member);
        }
      }
    } catch (IOException | NoiseException | ControlException | IllegalStateException e) {
      failed(member, e.toString());
    }
  }

  /// The connection is over, in whatever way.
  private void ended(Member member) throws IOException {
    if (errand == Member.Errand.REGISTER) {
      underWay--;
      member.closed();
    } else {
      failed(member, "the connection ended");
    }
  }

  private void failed(Member member, String why) throws IOException {
    underWay--;
    if (member.mapped) {
      drops++;
    }
    failures++;
    lastFailure = why;
    member.closed();
    long tries = member.tries();
    long wait = Math.min(tries * tries * BACK_OFF_MILLIS, LONGEST_BACK_OFF_MILLIS);
    double jittered = wait * (0.5 + random.nextDouble());
    retries.add(new Retry(System.nanoTime() + (long) (jittered * 1e6), member));
  }
}
