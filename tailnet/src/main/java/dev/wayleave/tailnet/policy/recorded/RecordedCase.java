package dev.wayleave.tailnet.policy.recorded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.tailnet.model.LastIds;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.attribute.TailnetFeatures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The question of a case: a policy's text and a tailnet. Whatever answer the file holds is not
/// read.
///
/// @param policy the text as it was sent
/// @param tailnet its users and nodes; a node's given name is its name in the case
/// @param features the settings of the tailnet that show in capabilities
public record RecordedCase(String policy, Tailnet tailnet, TailnetFeatures features) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Reads a case file.
  ///
  /// @throws IllegalArgumentException where the text is no case, with what is wrong
  public static RecordedCase parse(String json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
    JsonNode policy = root.path("policy");
    if (policy.isMissingNode()) {
      throw new IllegalArgumentException("the field \"policy\" is missing");
    }
    return new RecordedCase(
        policy.isTextual() ? policy.textValue() : policy.toString(),
        tailnet(root.path("users"), root.path("nodes")),
        features(root.path("tailnet").path("settings")));
  }

  private static TailnetFeatures features(JsonNode settings) {
    JsonNode days = settings.path("devices_key_duration_days");
    return new TailnetFeatures(
        false, null, "", days.canConvertToInt() ? Duration.ofDays(days.intValue()) : null);
  }

  private static Tailnet tailnet(JsonNode users, JsonNode nodes) {
    List<TailnetEntity> entities = new ArrayList<>();
    Map<String, UserId> ids = new HashMap<>();
    long first = Long.MAX_VALUE;
    for (JsonNode user : users) {
      first = Math.min(first, user.path("id").longValue());
    }
    for (JsonNode user : users) {
      User read = user(user, user.path("id").longValue() == first);
      ids.putIfAbsent(read.name(), read.id());
      entities.add(read);
    }
    CaseNodes reader = new CaseNodes(ids);
    for (Map.Entry<String, JsonNode> node : nodes.properties()) {
      Node read = reader.read(node.getKey(), node.getValue());
      entities.add(read);
    }
    return Tailnet.of(1, LastIds.NONE, entities);
  }

  /// Cases do not tell roles. In the recorded tailnet the first user was its owner, and every user
  /// an admin.
  private static User user(JsonNode user, boolean owner) {
    return new User(
        new UserId(user.path("id").longValue()),
        user.path("name").asText(""),
        user.path("name").asText(""),
        user.path("email").asText(""),
        "",
        List.of(),
        owner ? Set.of(Role.OWNER, Role.ADMIN) : Set.of(Role.ADMIN),
        null);
  }
}
