package dev.wayleave.importers.tailscale.member;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.shape.ExportJson;
import dev.wayleave.importers.tailscale.shape.ListBody;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The people whose devices a member sees.
final class MemberUsers {
  /// The stand-in that owns tagged devices on the wire; it is nobody.
  private static final String TAGGED = "tagged-devices";

  private final Map<String, JsonNode> profiles = new LinkedHashMap<>();
  private final Set<String> shared = new HashSet<>();
  private final Set<String> own = new HashSet<>();

  /// Takes the map of profiles by user id that the parser stands before.
  void read(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String id = parser.currentName();
      parser.nextToken();
      profiles.put(id, parser.readValueAsTree());
    }
  }

  /// The login name of a device's owner; empty where the device has none or it is not told.
  String login(JsonNode userId, boolean external) {
    String id = userId.asText();
    JsonNode profile = profiles.get(id);
    if (profile == null) {
      return "";
    }
    String login = ExportJson.text(profile, "LoginName");
    if (login.equals(TAGGED)) {
      return "";
    }
    (external ? shared : own).add(id);
    return login;
  }

  /// The users of the devices that were asked for; role and status are not known.
  ListBody list() {
    ListBody list = new ListBody(Section.USERS);
    profiles.forEach((id, profile) -> {
      if (own.contains(id) || shared.contains(id)) {
        list.add(user(id, profile));
      }
    });
    return list;
  }

  private ObjectNode user(String id, JsonNode profile) {
    ObjectNode user = ExportJson.object().put("id", id);
    ExportJson.copy(
        profile,
        user,
        "LoginName",
        "loginName",
        "DisplayName",
        "displayName",
        "ProfilePicURL",
        "profilePicUrl");
    return user.put("type", own.contains(id) ? "member" : "shared");
  }
}
