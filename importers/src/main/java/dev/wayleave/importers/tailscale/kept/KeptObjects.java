package dev.wayleave.importers.tailscale.kept;

import dev.wayleave.importers.tailscale.HostedIds;
import dev.wayleave.importers.tailscale.json.HostedFields;
import dev.wayleave.importers.tailscale.json.HostedNotes;
import dev.wayleave.importers.tailscale.json.ObjectNotes;
import dev.wayleave.tailnet.model.HostedObject;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// Collects what has no counterpart here and is kept as data, with what its loss means.
public final class KeptObjects {
  private static final int NAME_BYTES = 8;

  private final HostedNotes notes;
  private final Map<String, HostedObject> objects = new LinkedHashMap<>();

  public KeptObjects(HostedNotes notes) {
    this.notes = notes;
  }

  public void service(HostedFields fields) {
    String name = fields.text("name");
    keep("service", name, fields);
    notes
        .of("service " + name)
        .lossy(
            "SERVICE_KEPT",
            "The service's addresses "
                + fields.texts("addrs")
                + " answer nobody here; it is kept as data.",
            "Point its users at the devices behind it.");
  }

  public void webhook(HostedFields fields) {
    String id = fields.text("endpointId");
    keep("webhook", id, fields);
    notes
        .of("webhook " + id)
        .lossy(
            "WEBHOOK_KEPT",
            "Nothing is sent to "
                + HostedNotes.quoted(fields.text("endpointUrl"))
                + " from here, and nobody can read the secret that signs it; it is kept as data.",
            "Watch the metrics or the audit log instead.");
  }

  public void integration(HostedFields fields) {
    String id = fields.text("id");
    keep("posture-integration", id, fields);
    notes
        .of("posture integration " + id)
        .lossy(
            "POSTURE_INTEGRATION_KEPT",
            "Attributes of "
                + HostedNotes.quoted(fields.text("provider"))
                + " are not fetched here, and nobody can read its secret; it is kept as data.",
            "Write the policy without its attributes.");
  }

  /// Where a log is sent to.
  ///
  /// @param log `configuration` or `network`
  public void logStream(String log, HostedFields fields) {
    if (fields.text("destinationType").isEmpty() && fields.text("url").isEmpty()) {
      return;
    }
    keep("log-stream", log, fields);
    notes
        .of("log stream " + log)
        .lossy(
            "LOG_STREAM_KEPT",
            "Logs are not streamed to "
                + HostedNotes.quoted(fields.text("destinationType"))
                + " from here, and nobody can read its token; it is kept as data.",
            "Fetch the audit log over the API.");
  }

  public void settings(HostedFields fields) {
    keep("settings", "settings", fields);
  }

  public void contacts(HostedFields fields) {
    keep("contacts", "contacts", fields);
  }

  public void auditEvent(HostedFields fields) {
    String time = fields.text("eventTime");
    keep("audit-event", time + "-" + fingerprint(fields.compact()), fields);
  }

  public void userInvite(HostedFields fields) {
    String id = fields.text("id");
    keep("user-invite", id, fields);
    notes
        .of("user invite " + id)
        .action(
            "INVITE_OPEN",
            "The invitation of "
                + HostedNotes.quoted(fields.text("email"))
                + " leads to the old"
                + " plane.",
            "Withdraw it there, and tell the person how to log in here.");
  }

  public void deviceInvite(HostedFields fields) {
    keep("device-invite", fields.text("id"), fields);
  }

  /// All that is told of a device's posture, of which only what somebody set becomes the node's.
  public void deviceAttributes(String nodeId, HostedFields fields) {
    if (!fields.json().isEmpty()) {
      keep("device-attributes", nodeId, fields);
    }
  }

  private void keep(String type, String id, HostedFields fields) {
    HostedFields kept = fields.withoutSecrets();
    String text = kept.compact();
    String name = id.isEmpty() ? fingerprint(text) : id;
    HostedObject former =
        objects.putIfAbsent(type + "/" + name, new HostedObject(type, name, text));
    if (former != null && !former.json().equals(text)) {
      ObjectNotes own = notes.of(type + " " + name);
      own.lossy(
          "OBJECT_TWICE",
          "It is there twice, and differs; the first is kept.",
          "Export again; if files were joined, keep those of one tailnet.");
    }
  }

  private static String fingerprint(String text) {
    return HexFormat.of().formatHex(Arrays.copyOf(HostedIds.sha256(text), NAME_BYTES));
  }

  public Collection<HostedObject> objects() {
    return objects.values();
  }
}
