package dev.wayleave.tailnet.policy.ssh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.model.IpAddress;
import java.util.List;

/// Writes rules as the list `rules` of the `SSHPolicy` that clients read.
public final class SshWire {
  /// The port on which recorders listen, by Tailscale's convention.
  private static final int RECORDER_PORT = 80;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SshWire() {}

  public static ArrayNode rules(List<SshFilterRule> rules) {
    ArrayNode out = JSON.arrayNode();
    rules.forEach(rule -> out.add(rule(rule)));
    return out;
  }

  private static ObjectNode rule(SshFilterRule rule) {
    ObjectNode out = JSON.objectNode();
    ArrayNode principals = out.putArray("principals");
    rule.principals().forEach(address -> principals.addObject().put("nodeIP", address.text()));
    ObjectNode users = out.putObject("sshUsers");
    rule.sshUsers().forEach(users::put);
    out.set("action", action(rule.action()));
    if (!rule.acceptEnv().isEmpty()) {
      rule.acceptEnv().forEach(out.putArray("acceptEnv")::add);
    }
    return out;
  }

  private static ObjectNode action(SshAction action) {
    ObjectNode out = JSON.objectNode();
    switch (action) {
      case SshAction.Accept _ ->
          out.put("accept", true)
              .put("allowAgentForwarding", true)
              .put("allowLocalPortForwarding", true)
              .put("allowRemotePortForwarding", true);
      case SshAction.Check check -> out.put("holdAndDelegate", check.holdAndDelegate());
      case SshAction.Reject(String message) -> out.put("reject", true).put("message", message);
    }
    addRecording(action.recording(), out);
    return out;
  }

  /// For a check the recorders are sent with the first answer: a client uses them where the answer
  /// of the check names none.
  private static void addRecording(SshRecording recording, ObjectNode out) {
    if (recording.recorders().isEmpty()) {
      return;
    }
    ArrayNode recorders = out.putArray("recorders");
    recording.recorders().forEach(address -> recorders.add(addressAndPort(address)));
    // The names are in upper case: Go's default, unlike the rest of the message.
    ObjectNode failure = out.putObject("onRecordingFailure");
    if (recording.enforced()) {
      failure
          .put("RejectSessionWithMessage", "The session cannot be recorded and was refused.")
          .put("TerminateSessionWithMessage", "Recording of the session failed; it was ended.");
    }
    failure.put("NotifyURL", recording.notifyUrl());
  }

  private static String addressAndPort(IpAddress address) {
    return switch (address) {
      case IpAddress.V4 v4 -> v4.text() + ":" + RECORDER_PORT;
      case IpAddress.V6 v6 -> "[" + v6.text() + "]:" + RECORDER_PORT;
    };
  }
}
