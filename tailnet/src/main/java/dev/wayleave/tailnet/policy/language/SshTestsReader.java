package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads the section `sshTests`.
///
/// Its sources and destinations must each mean one side of a login; those that never can are
/// refused, the others are asked when the tests run.
final class SshTestsReader {
  private static final String DISALLOWED = " contains disallowed element ";

  private final Scope scope;
  private final Map<String, AddressRange> hosts;

  SshTestsReader(Scope scope, Map<String, AddressRange> hosts) {
    this.scope = scope;
    this.hosts = hosts;
  }

  List<SshTest> read(Fields root) {
    List<SshTest> tests = new ArrayList<>();
    for (Json entry : root.elements("sshTests")) {
      String name = "sshTests[" + tests.size() + "]";
      Fields fields =
          Fields.of(
              entry,
              name,
              scope.remarks(),
              "src",
              "dst",
              "accept",
              "check",
              "deny",
              "srcPostureAttrs");
      checkSource(fields);
      fields.strings("dst").forEach(this::checkDestination);
      tests.add(
          new SshTest(
              name,
              fields.at(),
              fields.text("src"),
              fields.texts("dst"),
              fields.texts("accept"),
              fields.texts("check"),
              fields.texts("deny"),
              TestsReader.attributes(fields)));
    }
    return tests;
  }

  /// As reported in github.com/tailscale/tailscale/issues/14102.
  private void checkSource(Fields fields) {
    String text = fields.text("src");
    boolean role = AutoGroup.of(text).filter(AutoGroup::isRole).isPresent();
    if (role) {
      scope.remarks().fault(fields.at("src"), "SSH tests src" + DISALLOWED + Quoted.of(text));
    }
  }

  private void checkDestination(JsonString word) {
    String text = word.value().strip();
    if (text.startsWith(TagName.PREFIX)) {
      if (scope.selectors().tag(text).isEmpty()) {
        scope.remarks().fault(word.at(), "SSH tests dst contains unknown tag " + Quoted.of(text));
      }
    } else if (!isOneSide(text)) {
      scope.remarks().fault(word.at(), "SSH tests dst" + DISALLOWED + Quoted.of(text));
    }
  }

  private boolean isOneSide(String text) {
    if (text.equals(AutoGroup.INTERNET.text())) {
      return false;
    }
    AddressRange host = hosts.get(text);
    if (host != null) {
      return host.isSingle();
    }
    try {
      return SelectorReader.range(text).isSingle();
    } catch (Refusal refusal) {
      return true;
    }
  }
}
