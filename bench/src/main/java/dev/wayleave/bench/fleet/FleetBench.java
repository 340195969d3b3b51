package dev.wayleave.bench.fleet;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Thousands of clients register, connect, lose their server, come back, and tell of changes.
///
/// Arguments: URL, pre-auth keys (with commas; members take them in turn), members, and what
/// happens, in order:
///
/// | | |
/// |---|---|
/// | `register` | all register, 50 at a time, and leave |
/// | `storm` | all connect at once |
/// | `cut` | all connections are cut, by the clients |
/// | `restart` | waits until somebody restarts the server at the same address |
/// | `hold=SECONDS` | nothing; nobody must be cut off |
/// | `changes=N` | one member after the other has a new endpoint |
/// | `run=COMMAND` | runs a command that changes everybody's packet filter |
///
/// Each client is what a real one is on the wire. What is light: a compressed frame that has been
/// decoded is not decoded again where the same bytes come to another client, all clients share one
/// thread, and of a peer only the number and whether it is online are kept.
public final class FleetBench {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int REGISTER_AT_ONCE = 50;

  private final Fleet fleet;
  private final int many;
  private boolean failed;

  private FleetBench(Fleet fleet) {
    this.fleet = fleet;
    this.many = fleet.members().size();
  }

  public static void main(String[] arguments) throws Exception {
    Fleet fleet =
        new Fleet(
            URI.create(arguments[0]),
            List.of(arguments[1].split(",", -1)),
            Integer.parseInt(arguments[2]));
    FleetBench bench = new FleetBench(fleet);
    for (String phase : Arrays.asList(arguments).subList(3, arguments.length)) {
      String[] parts = phase.split("=", 2);
      bench.phase(parts[0], parts.length > 1 ? parts[1] : "");
    }
    System.exit(bench.failed ? 2 : 0);
  }

  private void phase(String name, String value) throws Exception {
    fleet.forget();
    long begun = System.nanoTime();
    switch (name) {
      case "register" -> register(begun);
      case "storm" -> {
        fleet.send(Member.Errand.STREAM, Integer.MAX_VALUE);
        back("storm", begun);
      }
      case "cut" -> fleet.cut();
      case "restart" -> restart();
      case "hold" -> hold(Duration.ofSeconds(Long.parseLong(value)));
      case "changes" -> changes(Integer.parseInt(value));
      case "run" -> run(value);
      default -> throw new IllegalArgumentException("no phase is called " + name);
    }
  }

  private void register(long begun) throws Exception {
    fleet.send(Member.Errand.REGISTER, REGISTER_AT_ONCE);
    boolean all = fleet.until("register", LONG, () -> fleet.registered() == many);
    say("register: %d of %d in %.1f s".formatted(fleet.registered(), many, since(begun)));
    failed |= !all;
  }

  private void back(String what, long begun) throws Exception {
    boolean all = fleet.until(what, LONG, () -> fleet.complete() == many);
    List<Long> first = new ArrayList<>();
    fleet.members().forEach(member -> first.add(member.mappedAt - begun));
    first.sort(null);
    say(
        ("%s: %d of %d know all in %.1f s; first map %.1f s median, %.1f s last; %.1f MB, %d"
                + " messages; %d failures, %d streams cut; %s")
            .formatted(
                what,
                fleet.complete(),
                many,
                since(begun),
                at(first, 0.5) / 1e9,
                at(first, 1) / 1e9,
                fleet.bytes() / 1e6,
                fleet.messages(),
                fleet.failures(),
                fleet.drops(),
                fleet.fragments()));
    failed |= !all;
  }

  private void restart() throws Exception {
    System.out.println("restart the server now");
    boolean gone = fleet.until("until it is gone", LONG, () -> fleet.drops() > many / 2);
    fleet.forget();
    boolean there = fleet.until("until it is there", LONG, () -> fleet.firstOpened() > 0);
    failed |= !gone || !there;
    back("after the restart", fleet.firstOpened());
  }

  private void hold(Duration time) throws Exception {
    boolean _ = fleet.until("hold", time, () -> false);
    say(
        "hold %d s: %d know all, %d failures, %d streams cut, %d messages"
            .formatted(
                time.toSeconds(),
                fleet.complete(),
                fleet.failures(),
                fleet.drops(),
                fleet.messages()));
    failed |= fleet.failures() > 0;
  }

  private void changes(int number) throws Exception {
    List<Long> arrivals = new ArrayList<>();
    int missing = 0;
    for (int i = 0; i < number; i++) {
      Member changed = fleet.members().get((i * 7919) % many);
      fleet.members().forEach(member -> member.arrivedAt = 0);
      String endpoint = "203.0.113.%d:%d".formatted(1 + i % 250, 1024 + i);
      fleet.mark(endpoint);
      long begun = System.nanoTime();
      changed.change(endpoint);
      boolean _ =
          fleet.until(
              "change",
              Duration.ofSeconds(10),
              () -> fleet.members().stream().allMatch(m -> m == changed || m.arrivedAt > 0));
      for (Member member : fleet.members()) {
        if (member != changed) {
          missing += member.arrivedAt == 0 ? 1 : 0;
          arrivals.add(
              member.arrivedAt == 0 ? Duration.ofSeconds(10).toNanos() : member.arrivedAt - begun);
        }
      }
      boolean _ = fleet.until("pause", Duration.ofMillis(50 + (i * 37) % 200), () -> false);
    }
    arrivals.sort(null);
    say(
        "changes: %d, arrive p50 %.0f ms, p99 %.0f ms, max %.0f ms, %d not"
            .formatted(
                number,
                at(arrivals, 0.5) / 1e6,
                at(arrivals, 0.99) / 1e6,
                at(arrivals, 1) / 1e6,
                missing));
    failed |= missing > 0;
  }

  /// Runs a command, and waits until everybody has another packet filter and nothing comes any
  /// more.
  private void run(String command) throws Exception {
    fleet.members().forEach(member -> member.filterAt = 0);
    long begun = System.nanoTime();
    Process process = new ProcessBuilder("bash", "-c", command).inheritIO().start();
    long[] answered = new long[1];
    var _ = process.onExit().thenAccept(_ -> answered[0] = System.nanoTime());
    boolean _ =
        fleet.until("run", Duration.ofSeconds(60), () -> answered[0] > 0 && rested(answered[0]));
    long filters = fleet.members().stream().filter(member -> member.filterAt > 0).count();
    long last = 0;
    long lastFilter = 0;
    for (Member member : fleet.members()) {
      last = Math.max(last, member.lastFragmentAt);
      lastFilter = Math.max(lastFilter, member.filterAt);
    }
    say(
        ("run: status %d after %.2f s; %d of %d have another filter, the last %.2f s after the"
                + " command began, the last message %.2f s after it began and %.2f s after its end; %.1f MB")
            .formatted(
                process.exitValue(),
                (answered[0] - begun) / 1e9,
                filters,
                many,
                (lastFilter - begun) / 1e9,
                (last - begun) / 1e9,
                (last - answered[0]) / 1e9,
                fleet.bytes() / 1e6));
  }

  private boolean rested(long since) {
    long last = since;
    for (Member member : fleet.members()) {
      last = Math.max(last, member.lastFragmentAt);
    }
    return System.nanoTime() - last > 3_000_000_000L;
  }

  private static long at(List<Long> sorted, double part) {
    return sorted.get((int) Math.min(sorted.size() - 1, Math.round(part * (sorted.size() - 1))));
  }

  private static double since(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
