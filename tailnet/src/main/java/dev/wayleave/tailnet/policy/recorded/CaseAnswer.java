package dev.wayleave.tailnet.policy.recorded;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.PolicyGate;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.Verdict;
import dev.wayleave.tailnet.policy.attribute.Capabilities;
import dev.wayleave.tailnet.policy.attribute.TailnetFeatures;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.ssh.SshCompiler;
import dev.wayleave.tailnet.policy.ssh.SshWire;
import java.util.List;

/// The answer to a case in the form of the recordings.
public final class CaseAnswer {
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;

  private final TailnetPolicy policy;
  private final SshCompiler ssh;
  private final Capabilities capabilities;

  private CaseAnswer(TailnetPolicy policy, TailnetFeatures features) {
    this.policy = policy;
    this.ssh = policy.ssh("https://unused");
    this.capabilities = policy.capabilities(features);
  }

  /// Computes the answer to a case.
  public static ObjectNode to(RecordedCase question) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode response = answer.putObject("response");
    switch (PolicyGate.judge(question.policy(), Directory.of(question.tailnet()))) {
      case Verdict.Refused refused -> {
        response.put("status", BAD_REQUEST);
        response.putObject("body").put("message", refused.message());
      }
      case Verdict.Accepted(_, Policy policy, _) -> {
        response.put("status", OK);
        expect(answer.putObject("expect"), policy, question);
      }
    }
    return answer;
  }

  private static void expect(ObjectNode expect, Policy policy, RecordedCase question) {
    TailnetPolicy compiled = TailnetPolicy.of(policy, Approved.by(policy, question.tailnet()));
    CaseAnswer answer = new CaseAnswer(compiled, question.features());
    for (Device device : compiled.directory().devices()) {
      answer.node(expect.putObject(device.name()), device);
    }
  }

  private void node(ObjectNode out, Device device) {
    WireForm.filter(out.putArray("packetFilter"), policy.network().filter(device));
    out.set("sshRules", SshWire.rules(ssh.rulesFor(device)));
    ObjectNode self = out.putObject("self");
    ArrayNode allowed = self.putArray("allowedIPs");
    addresses(allowed, device);
    prefixes(allowed, device.subnets());
    prefixes(allowed, device.exitRoutes());
    prefixes(self.putArray("primaryRoutes"), policy.network().primaryRoutes(device));
    tags(self, device);
    WireForm.capabilities(self.putObject("capMap"), capabilities.of(device));
    ObjectNode peers = out.putObject("peers");
    for (Device peer : policy.network().peers(device)) {
      peer(peers.putObject(peer.name()), device, peer);
    }
  }

  private void peer(ObjectNode out, Device viewer, Device peer) {
    List<IpPrefix> subnets = policy.network().subnetsBy(viewer, peer);
    List<IpPrefix> exits = policy.network().exitsBy(viewer, peer);
    ArrayNode allowed = out.putArray("allowedIPs");
    addresses(allowed, peer);
    prefixes(allowed, subnets);
    prefixes(allowed, exits);
    prefixes(out.putArray("primaryRoutes"), subnets);
    tags(out, peer);
    WireForm.capabilities(out.putObject("capMap"), capabilities.ofPeer(peer, !exits.isEmpty()));
  }

  /// A device that is to do without IPv4 is not shown with its IPv4 address.
  private void addresses(ArrayNode out, Device device) {
    boolean withoutIpv4 = capabilities.withoutIpv4(device);
    for (IpAddress address : device.addresses()) {
      if (!(withoutIpv4 && address instanceof IpAddress.V4)) {
        out.add(new IpPrefix(address, address.bits()).toString());
      }
    }
  }

  private static void prefixes(ArrayNode out, List<IpPrefix> prefixes) {
    prefixes.forEach(prefix -> out.add(prefix.toString()));
  }

  private static void tags(ObjectNode out, Device device) {
    ArrayNode tags = out.putArray("tags");
    device.tags().forEach(tag -> tags.add(tag.value()));
  }
}
