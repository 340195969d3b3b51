package dev.wayleave.exporters.hosted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.HostedObject;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.ServerSettings;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The settings of a source as the hosted plane has them: those that it kept from there, and in
/// their place what the source itself says now.
///
/// @param values by their names in the hosted plane's API
/// @param kept the object that holds what was kept from there; null where none can be read
/// @param findings what has no such value
public record HostedSettings(
    SortedMap<String, JsonNode> values, @Nullable EntityRef kept, List<Finding> findings) {
  /// What these are called among kept objects.
  public static final String TYPE = "settings";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String KEY_DAYS = "devicesKeyDurationDays";
  private static final String DEVICES = "devicesApprovalOn";
  private static final String USERS = "usersApprovalOn";
  private static final int MOST_DAYS = 180;

  /// What can be set.
  private static final Set<String> NAMES =
      Set.of(
          "aclsExternallyManagedOn",
          "aclsExternalLink",
          DEVICES,
          "devicesAutoUpdatesOn",
          KEY_DAYS,
          USERS,
          "usersRoleAllowedToJoinExternalTailnets",
          "networkFlowLoggingOn",
          "regionalRoutingOn",
          "postureIdentityCollectionOn",
          "httpsEnabled");

  public HostedSettings {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    findings = List.copyOf(findings);
  }

  public static HostedSettings of(Inventory source) {
    TreeMap<String, JsonNode> values = new TreeMap<>();
    List<Finding> findings = new ArrayList<>();
    EntityRef kept = null;
    for (HostedObject object : source.hosted()) {
      if (object.type().equals(TYPE)) {
        Optional<JsonNode> parsed = parsed(object);
        if (parsed.isPresent()) {
          kept = EntityRef.of(object);
          take(parsed.get(), values);
        } else {
          findings.add(unreadable(object));
        }
      }
    }
    source.server().ifPresent(server -> own(server, values, findings));
    return new HostedSettings(values, kept, findings);
  }

  private static void take(JsonNode kept, SortedMap<String, JsonNode> values) {
    kept.properties().stream()
        .filter(member -> NAMES.contains(member.getKey()) && !member.getValue().isNull())
        .forEach(member -> values.put(member.getKey(), member.getValue()));
  }

  private static void own(
      ServerSettings server, SortedMap<String, JsonNode> values, List<Finding> findings) {
    ownSwitch(server, ServerSettings.DEVICE_APPROVAL, DEVICES, values);
    ownSwitch(server, ServerSettings.USER_APPROVAL, USERS, values);
    String expiry = server.nodeExpiry();
    if (expiry == null) {
      return;
    }
    Optional<Long> days = days(expiry);
    if (days.isPresent()) {
      values.put(KEY_DAYS, JsonNodeFactory.instance.numberNode(days.get()));
    } else {
      values.remove(KEY_DAYS);
      findings.add(
          Finding.action(
              "HOSTED_KEY_DURATION",
              "server settings",
              "Keys of devices last "
                  + expiry
                  + "; the hosted side knows whole days from 1 to 180.",
              "Choose the days in its admin console."));
    }
  }

  private static void ownSwitch(
      ServerSettings server, String key, String name, SortedMap<String, JsonNode> values) {
    if (server.other().containsKey(key)) {
      values.put(name, JsonNodeFactory.instance.booleanNode(server.isOn(key)));
    }
  }

  private static Optional<Long> days(String expiry) {
    try {
      Duration duration = Duration.parse(expiry);
      long days = duration.toDays();
      return days >= 1 && days <= MOST_DAYS && Duration.ofDays(days).equals(duration)
          ? Optional.of(days)
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<JsonNode> parsed(HostedObject object) {
    try {
      return Optional.of(JSON.readTree(object.json()));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /// What is to be told of a kept object that cannot be read.
  public static Finding unreadable(HostedObject object) {
    return Finding.lossy(
        "HOSTED_OBJECT_UNREADABLE",
        object.type() + " " + object.id(),
        "What was kept of it is not JSON.",
        "Set it up on the hosted plane by hand.");
  }

  /// What is to be told of a policy without a word in it, which is never sent: it would reset the
  /// policy to the hosted side's default, which allows all.
  public static Finding emptyPolicy(PolicyVersion policy) {
    return Finding.action(
        "HOSTED_POLICY_EMPTY",
        "policy " + policy.id(),
        "Its text is empty, which the hosted side takes as its default of allowing all.",
        "Write the policy that is meant.");
  }
}
