package dev.wayleave.tailnet.policy.check;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.language.PolicyTest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Carries out one entry of `tests`.
///
/// Access is a matter of pairs: a source or destination of several addresses means all of them,
/// each with those of its own family. What must be accepted must be accepted for every pair; what
/// must be denied, for none.
record NetworkTest(PolicyTest test, Subjects subjects, Reachability reachability) {

  List<TestFailure> failures() {
    Optional<TestProtocol> protocol = TestProtocol.parse(test.protocol());
    if (protocol.isEmpty()) {
      return malformed("proto \"" + test.protocol() + "\" is unknown");
    }
    if (test.accept().isEmpty() && test.deny().isEmpty()) {
      return malformed("the test names nothing to accept or deny");
    }
    return switch (subjects.read(test.source(), test.at())) {
      case Subject.OfDevices(List<Device> devices) -> failures(addresses(devices), protocol.get());
      case Subject.OfAddress(IpAddress address) -> failures(List.of(address), protocol.get());
      case Subject.Self _ -> malformed("src: \"autogroup:self\" has no meaning as a source");
      case Subject.Unusable(String reason) -> malformed("src: " + reason);
    };
  }

  private List<TestFailure> failures(List<IpAddress> sources, TestProtocol protocol) {
    List<TestFailure> found = new ArrayList<>();
    test.accept().forEach(text -> check(text, Outcome.ACCEPT, sources, protocol, found));
    test.deny().forEach(text -> check(text, Outcome.DROP, sources, protocol, found));
    return List.copyOf(found);
  }

  private void check(
      String text,
      Outcome wanted,
      List<IpAddress> sources,
      TestProtocol protocol,
      List<TestFailure> out) {
    Optional<HostPort> place = HostPort.parse(text);
    if (place.isEmpty() || (place.get().port() == 0 && protocol.hasPorts())) {
      out.addAll(malformed("address \"" + text + "\" is not of the form HOST:PORT with one port"));
      return;
    }
    int port = place.get().port();
    switch (subjects.read(place.get().host(), test.at())) {
      case Subject.OfDevices(List<Device> devices) ->
          compare(text, wanted, new Pairs(sources, addresses(devices), port), protocol, out);
      case Subject.OfAddress(IpAddress address) ->
          compare(text, wanted, new Pairs(sources, List.of(address), port), protocol, out);
      // Recorded: a test to `autogroup:self` fails, be it for accepting or denying.
      case Subject.Self _ ->
          out.addAll(malformed("address \"" + text + "\": autogroup:self is not definite"));
      case Subject.Unusable(String reason) ->
          out.addAll(malformed("address \"" + text + "\": " + reason));
    }
  }

  private record Pairs(List<IpAddress> sources, List<IpAddress> destinations, int port) {}

  private void compare(
      String text, Outcome wanted, Pairs pairs, TestProtocol protocol, List<TestFailure> out) {
    int allowed = 0;
    int refused = 0;
    Collection<IpAddress> sources = oneOfEach(pairs.sources(), reachability::sourceKind);
    Collection<IpAddress> destinations =
        oneOfEach(pairs.destinations(), reachability::destinationKind);
    for (IpAddress source : sources) {
      for (IpAddress destination : destinations) {
        if (source.bits() != destination.bits()) {
          continue;
        }
        if (reaches(source, destination, pairs.port(), protocol)) {
          allowed++;
        } else {
          refused++;
        }
      }
    }
    // Where no pair is of one family nothing is reached.
    boolean met = wanted == Outcome.ACCEPT ? allowed > 0 && refused == 0 : allowed == 0;
    if (!met) {
      Outcome got = wanted == Outcome.ACCEPT ? Outcome.DROP : Outcome.ACCEPT;
      out.add(
          new TestFailure.Unmet(
              test.name(),
              test.at(),
              test.source(),
              "address \"" + text + "\"",
              text,
              wanted,
              got));
    }
  }

  /// The first address of each kind.
  private static Collection<IpAddress> oneOfEach(
      List<IpAddress> addresses, Function<IpAddress, AddressKind> kind) {
    Map<AddressKind, IpAddress> kinds = new LinkedHashMap<>();
    addresses.forEach(address -> kinds.putIfAbsent(kind.apply(address), address));
    return kinds.values();
  }

  private boolean reaches(
      IpAddress source, IpAddress destination, int port, TestProtocol protocol) {
    return protocol.numbers().stream()
        .anyMatch(number -> reachability.allows(new Flow(source, destination, number, port)));
  }

  private static List<IpAddress> addresses(List<Device> devices) {
    return devices.stream().flatMap(device -> device.addresses().stream()).toList();
  }

  private List<TestFailure> malformed(String reason) {
    return List.of(new TestFailure.Malformed(test.name(), test.at(), test.source(), reason));
  }
}
