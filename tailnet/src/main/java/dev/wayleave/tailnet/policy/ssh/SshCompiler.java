package dev.wayleave.tailnet.policy.ssh;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.directory.Selection;
import dev.wayleave.tailnet.policy.language.Selector;
import dev.wayleave.tailnet.policy.language.SshRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiPredicate;

/// Compiles the section `ssh` of one policy for the devices of one tailnet.
///
/// Everything that does not depend on the device asked for is worked out in the constructor.
public final class SshCompiler {
  /// How long a check holds where the entry says nothing, as the hosted service documents it.
  static final Duration DEFAULT_CHECK_PERIOD = Duration.ofHours(12);

  private final Resolver resolver;
  private final String coordinator;
  private final SourceFinder finder;
  private final List<SshEntry> entries;

  /// Works out what all devices share.
  ///
  /// @param coordinator the base of the URL that a node asks for a check, without a slash at its
  ///   end
  /// @param postures whether a source device satisfies one of the named postures; asked only where
  ///   the entry, or else the policy's default, names any
  public SshCompiler(
      Resolver resolver, String coordinator, BiPredicate<List<String>, Device> postures) {
    this.resolver = resolver;
    this.coordinator = coordinator;
    this.finder = new SourceFinder(resolver, postures);
    this.entries = SshEntry.inOrder(resolver.policy().ssh().stream().map(this::entry).toList());
  }

  /// The rules for sessions that come to a device, in the order in which they are tried.
  public List<SshFilterRule> rulesFor(Device device) {
    List<SshFilterRule> rules = new ArrayList<>();
    entries.forEach(entry -> entry.addRules(device, rules));
    return List.copyOf(rules);
  }

  private SshEntry entry(SshRule rule) {
    Sources sources = finder.find(rule);
    boolean toSelf = false;
    boolean toOthers = false;
    BitSet destinations = new BitSet();
    for (Selector selector : rule.destinations()) {
      Selection selection = resolver.resolve(selector);
      if (selection instanceof Selection.Self) {
        toSelf = true;
      } else {
        toOthers = true;
        finder.devices(selection).forEach(device -> destinations.set(device.index()));
      }
    }
    return new SshEntry(
        rule,
        action(rule),
        LocalUsers.of(rule.users()),
        sources,
        sources.all(),
        toSelf,
        toOthers,
        destinations);
  }

  private SshAction action(SshRule rule) {
    SshRecording recording = recording(rule);
    if (recording.enforced() && recording.recorders().isEmpty()) {
      // Node software records nowhere where it is told of no recorder, and would let the session
      // pass. A session that must be recorded and cannot be must not start.
      return new SshAction.Reject("Sessions are recorded here, and no recorder is available.");
    }
    return switch (rule.action()) {
      case ACCEPT -> new SshAction.Accept(recording);
      case CHECK ->
          new SshAction.Check(
              coordinator
                  + "/machine/ssh/action/$SRC_NODE_ID/to/$DST_NODE_ID?local_user=$LOCAL_USER",
              rule.checkPeriod() == null ? DEFAULT_CHECK_PERIOD : rule.checkPeriod(),
              recording);
    };
  }

  private SshRecording recording(SshRule rule) {
    if (rule.recorders().isEmpty()) {
      return SshRecording.NONE;
    }
    List<IpAddress> recorders =
        rule.recorders().stream()
            .flatMap(selector -> finder.devices(resolver.resolve(selector)).stream())
            .flatMap(device -> device.addresses().stream())
            .distinct()
            .toList();
    return new SshRecording(recorders, rule.enforceRecorder(), coordinator + "/machine/ssh/notify");
  }
}
