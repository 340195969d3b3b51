package dev.wayleave.importers.tailscale.terraform;

import static dev.wayleave.importers.tailscale.shape.ExportJson.copy;
import static dev.wayleave.importers.tailscale.shape.ExportJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.shape.ExportJson;
import dev.wayleave.importers.tailscale.shape.Governance;
import dev.wayleave.importers.tailscale.shape.ListBody;
import dev.wayleave.importers.tailscale.shape.OpenedExport;
import dev.wayleave.importers.tailscale.shape.ShapedExport;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.SourceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the objects of a state into the sections of an export.
public final class TerraformState {
  private final Path file;
  private final ShapedExport.Builder export;
  private final List<Finding> findings = new ArrayList<>();
  private final StateDevices devices;
  private final StateDns dns = new StateDns();
  private final StateKeys keys = new StateKeys();
  private final Map<String, ObjectNode> users = new LinkedHashMap<>();
  private final ListBody services = new ListBody(Section.SERVICES);
  private final ListBody webhooks = new ListBody(Section.WEBHOOKS);
  private final ListBody integrations = new ListBody(Section.POSTURE_INTEGRATIONS);
  private final Set<String> serviceNames = new HashSet<>();
  private String policy = "";
  private String lookedUpPolicy = "";

  private TerraformState(Path file) {
    this.file = file;
    this.export = ShapedExport.of(ExportKind.TERRAFORM_STATE, file);
    this.devices = new StateDevices(file);
  }

  public static OpenedExport read(Path file) throws SourceException {
    return new TerraformState(file).export();
  }

  private OpenedExport export() throws SourceException {
    List<StateObject> objects = StateFile.objects(file);
    if (objects.isEmpty()) {
      throw new SourceException(
          file + " holds nothing of the provider tailscale/tailscale; name the state that does.");
    }
    for (StateObject object : objects) {
      take(object);
    }
    put(users);
    export
        .put(Section.DEVICES, devices.list(findings))
        .put(Section.SERVICES, services)
        .put(Section.WEBHOOKS, webhooks)
        .put(Section.POSTURE_INTEGRATIONS, integrations)
        .put(Section.KEYS, keys.list());
    dns.configuration().ifPresent(body -> export.put(Section.DNS, body));
    String text = policy.isEmpty() ? lookedUpPolicy : policy;
    if (!text.isEmpty()) {
      export.put(Section.POLICY, text);
    }
    findings.addAll(StateFindings.of(file, told()));
    if (!dns.missing().isEmpty()) {
      findings.add(StateFindings.partOfDns(file, dns.missing()));
    }
    if (keys.count() > 0) {
      findings.add(StateFindings.secrets(file, keys.count()));
    }
    return Governance.with(export.build(), findings);
  }

  private Set<Section> told() {
    Set<Section> told = EnumSet.noneOf(Section.class);
    for (Section section : Section.values()) {
      if (export.has(section)) {
        told.add(section);
      }
    }
    return told;
  }

  private void put(Map<String, ObjectNode> byId) throws SourceException {
    ListBody list = new ListBody(Section.USERS);
    Set<String> tailnets = new HashSet<>();
    for (ObjectNode user : byId.values()) {
      list.add(user);
      if (!text(user, "type").equals("shared") && !text(user, "tailnetId").isEmpty()) {
        tailnets.add(text(user, "tailnetId"));
      }
    }
    if (tailnets.size() > 1) {
      throw new SourceException(
          file + " holds users of two tailnets; read each tailnet's state on its own.");
    }
    export.put(Section.USERS, list);
  }

  private void take(StateObject object) throws SourceException {
    if (devices.take(object) || dns.take(object) || keys.take(object)) {
      return;
    }
    JsonNode attributes = object.attributes();
    switch (object.type()) {
      case "tailscale_acl" -> policy(object);
      case "tailscale_users" -> ExportJson.each(attributes.path("users")).forEach(this::user);
      case "tailscale_user" -> user(attributes);
      case "tailscale_tailnet_settings" ->
          export.put(Section.SETTINGS, StateSettings.settings(attributes));
      case "tailscale_contacts" -> export.put(Section.CONTACTS, StateSettings.contacts(attributes));
      case "tailscale_service" -> service(attributes);
      case "tailscale_webhook" -> webhooks.add(StateSettings.webhook(attributes));
      case "tailscale_posture_integration" ->
          integrations.add(StateSettings.integration(attributes));
      case "tailscale_logstream_configuration" ->
          export.put(
              text(attributes, "log_type").equals("network")
                  ? Section.LOGSTREAM_NETWORK
                  : Section.LOGSTREAM_CONFIGURATION,
              StateSettings.logStream(attributes));
      // A computation, of which nothing is kept.
      case "tailscale_4via6" -> {}
      default -> findings.add(StateFindings.unread(object));
    }
  }

  private void policy(StateObject object) throws SourceException {
    if (!object.managed()) {
      lookedUpPolicy = text(object.attributes(), "hujson");
    } else if (policy.isEmpty()) {
      policy = text(object.attributes(), "acl");
    } else {
      throw new SourceException(
          file
              + " manages the policies of two tailnets (the second is "
              + object.address()
              + "); read each tailnet's state on its own.");
    }
  }

  private void user(JsonNode attributes) {
    ObjectNode user = ExportJson.object();
    copy(attributes, user, "id", "id", "display_name", "displayName", "login_name", "loginName");
    copy(attributes, user, "profile_pic_url", "profilePicUrl", "tailnet_id", "tailnetId");
    copy(attributes, user, "created", "created", "type", "type", "role", "role");
    copy(attributes, user, "status", "status", "device_count", "deviceCount");
    copy(attributes, user, "last_seen", "lastSeen", "currently_connected", "currentlyConnected");
    users.put(text(user, "id"), user);
  }

  private void service(JsonNode attributes) {
    if (serviceNames.add(text(attributes, "name"))) {
      ObjectNode service = ExportJson.object();
      copy(attributes, service, "name", "name", "addrs", "addrs", "comment", "comment");
      copy(attributes, service, "ports", "ports", "tags", "tags");
      services.add(service);
    }
  }
}
