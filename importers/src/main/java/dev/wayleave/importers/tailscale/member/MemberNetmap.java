package dev.wayleave.importers.tailscale.member;

import static dev.wayleave.importers.tailscale.shape.ExportJson.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.shape.ExportJson;
import dev.wayleave.importers.tailscale.shape.Governance;
import dev.wayleave.importers.tailscale.shape.ListBody;
import dev.wayleave.importers.tailscale.shape.OpenedExport;
import dev.wayleave.importers.tailscale.shape.ShapedExport;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `tailscale debug netmap` of a member (types/netmap: NetworkMap).
///
/// Besides what a status tells it holds disco keys, home regions, endpoints, the relay map and the
/// DNS settings. The file is gone through twice: owners stand behind the devices.
public final class MemberNetmap {
  private final Path file;
  private final MemberUsers users = new MemberUsers();
  private final ListBody devices = new ListBody(Section.DEVICES);
  private final ShapedExport.Builder export;
  private final List<Finding> findings = new ArrayList<>();
  private String self = "";
  private String selfKey = "";
  private String selfMachine = "";
  private int withoutMachineKey;
  private @Nullable JsonNode dns;

  private MemberNetmap(Path file) {
    this.file = file;
    this.export = ShapedExport.of(ExportKind.MEMBER_NETMAP, file);
  }

  public static OpenedExport read(Path file) throws SourceException {
    try {
      return new MemberNetmap(file).export();
    } catch (IOException e) {
      throw ExportJson.trouble(file, e);
    }
  }

  private OpenedExport export() throws IOException, SourceException {
    surroundings();
    devices();
    if (devices.isEmpty()) {
      throw new SourceException(
          file
              + " holds no device: the member was not connected; run the command again when it is.");
    }
    export.put(Section.DEVICES, devices).put(Section.USERS, users.list());
    if (withoutMachineKey > 0) {
      findings.add(MemberFindings.machineKeys(file, withoutMachineKey));
    }
    findings.addAll(MemberFindings.always(file, self, devices.size()));
    if (dns != null) {
      export.put(Section.DNS, NetmapDns.configuration(dns));
      findings.add(MemberFindings.dnsAsServed(file));
    }
    return Governance.with(export.build(), findings);
  }

  private void surroundings() throws IOException {
    try (JsonParser parser = ExportJson.parser(file)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        if (parser.currentName().equals("UserProfiles")) {
          users.read(parser);
        } else {
          surrounding(parser);
        }
      }
    }
  }

  private void surrounding(JsonParser parser) throws IOException {
    String member = parser.currentName();
    JsonToken value = parser.nextToken();
    switch (member) {
      case "MachineKey" -> selfMachine = parser.getText();
      case "NodeKey" -> selfKey = parser.getText();
      case "SelfNode" -> self = SeenDevice.name(text(parser.readValueAsTree(), "Name"));
      // Whether the control plane says that lock is on, in the shape of `lock status --json`.
      case "TKAEnabled" ->
          export.put(
              Section.LOCK_STATUS,
              ExportJson.object().put("Enabled", value == JsonToken.VALUE_TRUE));
      case "DERPMap" -> {
        JsonNode map = parser.readValueAsTree();
        if (!map.path("Regions").isEmpty()) {
          export.put(Section.DERP_MAP, map);
        }
      }
      case "DNS" -> {
        JsonNode settings = parser.readValueAsTree();
        dns = settings.isObject() ? settings : null;
      }
      default -> parser.skipChildren();
    }
  }

  private void devices() throws IOException {
    try (JsonParser parser = ExportJson.parser(file)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String member = parser.currentName();
        JsonToken value = parser.nextToken();
        if (member.equals("SelfNode") && value == JsonToken.START_OBJECT) {
          add(parser.readValueAsTree());
        } else if (member.equals("Peers") && value == JsonToken.START_ARRAY) {
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            add(parser.readValueAsTree());
          }
        } else {
          parser.skipChildren();
        }
      }
    }
  }

  private void add(JsonNode node) {
    if (text(node, "Key").isEmpty()) {
      return;
    }
    boolean external = external(node);
    String machine = text(node, "Machine");
    if (machine.isEmpty() && text(node, "Key").equals(selfKey)) {
      machine = selfMachine;
    }
    if (machine.isEmpty() && !external) {
      withoutMachineKey++;
    }
    devices.add(NetmapDevice.of(node, machine, users.login(node.path("User"), external), external));
  }

  /// A device of another tailnet: shared by somebody, or under another suffix than the member's; or
  /// of none, as one that speaks plain WireGuard (an exit node of Mullvad).
  private boolean external(JsonNode node) {
    int dot = self.indexOf('.');
    return node.path("Sharer").asLong() != 0
        || node.path("IsWireGuardOnly").asBoolean()
        || (dot > 0 && !SeenDevice.under(text(node, "Name"), self.substring(dot + 1)));
  }
}
