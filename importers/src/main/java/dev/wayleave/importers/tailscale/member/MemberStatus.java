package dev.wayleave.importers.tailscale.member;

import static dev.wayleave.importers.tailscale.shape.ExportJson.copy;
import static dev.wayleave.importers.tailscale.shape.ExportJson.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.shape.DeviceMembers;
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

/// `tailscale status --json` of a member (ipn/ipnstate: Status).
///
/// The file is gone through twice: owners and suffix stand behind the devices.
public final class MemberStatus {
  private final Path file;
  private final MemberUsers users = new MemberUsers();
  private final ListBody devices = new ListBody(Section.DEVICES);
  private String suffix = "";
  private String self = "";

  private MemberStatus(Path file) {
    this.file = file;
  }

  public static OpenedExport read(Path file) throws SourceException {
    try {
      return new MemberStatus(file).export();
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
    ShapedExport export =
        ShapedExport.of(ExportKind.MEMBER_STATUS, file)
            .put(Section.DEVICES, devices)
            .put(Section.USERS, users.list())
            .build();
    List<Finding> findings = new ArrayList<>();
    findings.add(MemberFindings.machineKeys(file, devices.size()));
    findings.addAll(MemberFindings.always(file, self, devices.size()));
    findings.add(MemberFindings.dnsNotTold(file));
    findings.add(MemberFindings.relayByCode(file));
    return Governance.with(export, findings);
  }

  private void surroundings() throws IOException {
    try (JsonParser parser = ExportJson.parser(file)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        switch (parser.currentName()) {
          case "User" -> users.read(parser);
          case "MagicDNSSuffix" -> {
            parser.nextToken();
            suffix = parser.getValueAsString("");
          }
          default -> {
            parser.nextToken();
            parser.skipChildren();
          }
        }
      }
    }
  }

  private void devices() throws IOException {
    try (JsonParser parser = ExportJson.parser(file)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String member = parser.currentName();
        JsonToken value = parser.nextToken();
        if (member.equals("Self") && value == JsonToken.START_OBJECT) {
          JsonNode own = parser.readValueAsTree();
          self = text(own, "HostName");
          add(own);
        } else if (member.equals("Peer") && value == JsonToken.START_OBJECT) {
          while (parser.nextToken() == JsonToken.FIELD_NAME) {
            parser.nextToken();
            add(parser.readValueAsTree());
          }
        } else {
          parser.skipChildren();
        }
      }
    }
  }

  private void add(JsonNode peer) {
    if (text(peer, "PublicKey").isEmpty() || !peer.path("TailscaleIPs").isArray()) {
      return;
    }
    boolean external = external(peer);
    devices.add(device(peer, external));
  }

  /// A device of another tailnet: shared by somebody, or one whose name is under another suffix.
  private boolean external(JsonNode peer) {
    String name = text(peer, "DNSName");
    return peer.path("AltSharerUserID").asLong() != 0
        || peer.path("ShareeNode").asBoolean()
        || (!suffix.isEmpty() && !name.isEmpty() && !SeenDevice.under(name, suffix));
  }

  private ObjectNode device(JsonNode peer, boolean external) {
    ObjectNode device = ExportJson.object();
    copy(peer, device, "ID", "nodeId", "PublicKey", "nodeKey", "HostName", "hostname");
    copy(peer, device, "OS", "os", "Online", "connectedToControl", "KeyExpiry", "expires");
    copy(peer, device, "TailscaleIPs", "addresses", "Tags", "tags");
    SeenDevice.id(peer.path("NodeID"), device);
    device.put("name", SeenDevice.name(text(peer, "DNSName")));
    device.put("user", users.login(peer.path("UserID"), external));
    device.put("isExternal", external).put("authorized", true);
    SeenDevice.time(peer, "Created", device, "created");
    SeenDevice.time(peer, "LastSeen", device, "lastSeen");
    SeenDevice.routes(peer.path("AllowedIPs"), peer.path("TailscaleIPs"), device);
    if (!peer.path("sshHostKeys").isEmpty()) {
      device.put("sshEnabled", true);
    }
    if (!peer.path("Addrs").isEmpty()) {
      device.set(DeviceMembers.ENDPOINTS, peer.path("Addrs"));
    }
    if (!text(peer, "Relay").isEmpty()) {
      device.putObject("clientConnectivity").put("derp", text(peer, "Relay"));
    }
    return device;
  }
}
