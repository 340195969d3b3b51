package dev.wayleave.tailnet.policy.check;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.language.SshTest;
import dev.wayleave.tailnet.policy.ssh.SshCompiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Carries out one entry of `sshTests`.
///
/// What a test wants must hold for every address of the source and every device of the destination.
record LoginTest(SshTest test, Subjects subjects, Directory directory, SshCompiler rules) {

  /// The source's addresses, and its devices where it is a name.
  private record Source(List<IpAddress> addresses, List<Device> devices) {}

  List<TestFailure> failures() {
    if (test.accept().isEmpty() && test.check().isEmpty() && test.deny().isEmpty()) {
      return malformed("the test names no user to accept, check or deny");
    }
    if (test.destinations().isEmpty()) {
      return malformed("the test names no dst");
    }
    return switch (subjects.read(test.source(), test.at())) {
      case Subject.OfDevices(List<Device> devices) ->
          failures(
              new Source(
                  devices.stream().flatMap(device -> device.addresses().stream()).toList(),
                  devices));
      case Subject.OfAddress(IpAddress address) ->
          failures(new Source(List.of(address), List.of()));
      case Subject.Self _ -> malformed("src: \"autogroup:self\" has no meaning as a source");
      case Subject.Unusable(String reason) -> malformed("src: " + reason);
    };
  }

  private List<TestFailure> failures(Source source) {
    List<TestFailure> found = new ArrayList<>();
    for (String text : test.destinations()) {
      switch (subjects.read(text, test.at())) {
        case Subject.OfDevices(List<Device> devices) -> compare(source, text, devices, found);
        case Subject.OfAddress(IpAddress address) ->
            holder(address)
                .ifPresentOrElse(
                    device -> compare(source, text, List.of(device), found),
                    () -> found.addAll(malformed("dst: \"" + text + "\" is no device")));
        case Subject.Self _ -> compareOwn(source, text, found);
        case Subject.Unusable(String reason) -> found.addAll(malformed("dst: " + reason));
      }
    }
    return List.copyOf(found);
  }

  /// The device that an address stands for. Recorded: an IPv4 address stands for its device, an
  /// IPv6 address for none.
  private Optional<Device> holder(IpAddress address) {
    return address instanceof IpAddress.V4 ? directory.device(address) : Optional.empty();
  }

  /// `autogroup:self` is definite only where the source is one user.
  private void compareOwn(Source source, String text, List<TestFailure> out) {
    List<Device> devices = source.devices();
    boolean oneUser =
        !devices.isEmpty()
            && devices.stream()
                .allMatch(device -> !device.isTagged() && device.sameUserAs(devices.getFirst()));
    if (oneUser) {
      compare(source, text, devices, out);
    } else {
      out.addAll(malformed("dst: \"" + text + "\" needs a src that is one user"));
    }
  }

  /// A local user and what is to become of a login as them.
  private record Wish(String user, Outcome wanted) {}

  private List<Wish> wishes() {
    List<Wish> wishes = new ArrayList<>();
    test.accept().forEach(user -> wishes.add(new Wish(user, Outcome.ACCEPT)));
    test.check().forEach(user -> wishes.add(new Wish(user, Outcome.CHECK)));
    test.deny().forEach(user -> wishes.add(new Wish(user, Outcome.DROP)));
    return wishes;
  }

  private void compare(
      Source source, String text, List<Device> destinations, List<TestFailure> out) {
    List<Wish> open = wishes();
    for (Device destination : destinations) {
      Logins logins = Logins.to(rules.rulesFor(destination));
      open.removeIf(wish -> isUnmet(wish, source, text, logins, out));
    }
  }

  private boolean isUnmet(
      Wish wish, Source source, String text, Logins logins, List<TestFailure> out) {
    if (wish.user().isBlank()) {
      out.addAll(malformed("the name of a user is empty"));
      return true;
    }
    for (IpAddress address : source.addresses()) {
      Outcome got = logins.outcome(address, wish.user().strip());
      if (!meets(got, wish.wanted())) {
        String subject = "user \"" + wish.user() + "\" on \"" + text + "\"";
        out.add(
            new TestFailure.Unmet(
                test.name(), test.at(), test.source(), subject, text, wish.wanted(), got));
        return true;
      }
    }
    return false;
  }

  /// A login that needs a check is accepted too: only `check` asks which of the two it is.
  private static boolean meets(Outcome got, Outcome wanted) {
    return wanted == Outcome.ACCEPT ? got != Outcome.DROP : got == wanted;
  }

  private List<TestFailure> malformed(String reason) {
    return List.of(new TestFailure.Malformed(test.name(), test.at(), test.source(), reason));
  }
}
