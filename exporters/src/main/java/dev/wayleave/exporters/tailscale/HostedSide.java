package dev.wayleave.exporters.tailscale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.api.HostedAddress;
import dev.wayleave.importers.tailscale.api.HostedClient;
import dev.wayleave.importers.tailscale.api.HostedException;
import dev.wayleave.importers.tailscale.api.HostedException.Reason;
import dev.wayleave.importers.tailscale.api.MemorySink;
import dev.wayleave.importers.tailscale.api.Question;
import dev.wayleave.importers.tailscale.api.Reply;
import dev.wayleave.importers.tailscale.api.Workers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads and sets values of the hosted side, in one piece of work.
final class HostedSide {
  private static final String HUJSON = "application/hujson";

  private static final int FORBIDDEN = 403;
  private static final Set<Integer> CLOSED = Set.of(FORBIDDEN, 404);

  private final HostedClient client;
  private @Nullable JsonNode users;

  HostedSide(HostedClient client) {
    this.client = client;
  }

  HostedAddress address() {
    return client.address();
  }

  /// Reads what can be set.
  ///
  /// @param attributes whether a device is asked for its posture attributes, each in a request of
  ///   its own
  HostedState read(Predicate<JsonNode> attributes) throws HostedException {
    Map<String, JsonNode> own = ownDevices();
    JsonNode users = users();
    MemorySink policy = new MemorySink(MemorySink.LARGE);
    Question question = get("acl").with("Accept", HUJSON);
    Reply acl = client.ask(question, policy);
    return new HostedState(
        own,
        logins(users),
        isTold(question, acl) ? policy.text() : null,
        acl.etag(),
        json("dns/configuration").orElse(null),
        json("settings").orElse(null),
        attributes(own, attributes));
  }

  /// The tailnet's own id, which is the same whatever it is called and whoever asks.
  String tailnetId() throws HostedException {
    for (JsonNode user : users()) {
      String id = user.path("tailnetId").asText();
      if (isOwn(user) && !id.isEmpty()) {
        return id;
      }
    }
    return address().tailnet();
  }

  /// They are asked for once.
  private JsonNode users() throws HostedException {
    JsonNode told = users;
    if (told == null) {
      told = json("users?type=all").orElseThrow(() -> closed("users", "users:read"));
      told = told.isArray() ? told : told.path("users");
      users = told;
    }
    return told;
  }

  private static boolean isOwn(JsonNode user) {
    return !user.path("type").asText().equals("shared");
  }

  /// Reads devices alone.
  HostedState devices() throws HostedException {
    return new HostedState(ownDevices(), List.of(), null, "", null, null, Map.of());
  }

  private Map<String, JsonNode> ownDevices() throws HostedException {
    JsonNode devices =
        json("devices?fields=all").orElseThrow(() -> closed("devices", "devices:core"));
    return own(devices.isArray() ? devices : devices.path("devices"));
  }

  /// Asks several devices at a time. Once the credential may not read those of one, it may not read
  /// any.
  private Map<String, JsonNode> attributes(
      Map<String, JsonNode> devices, Predicate<JsonNode> wanted) throws HostedException {
    Map<String, JsonNode> attributes = new ConcurrentHashMap<>();
    AtomicBoolean closed = new AtomicBoolean();
    List<Workers.Job> jobs = new ArrayList<>();
    devices.forEach((id, device) -> {
      if (wanted.test(device)) {
        jobs.add(() -> {
          if (!closed.get()) {
            Optional<JsonNode> told = json(Question.get(path(id, "attributes")), closed);
            told.ifPresent(known -> attributes.put(id, known));
          }
        });
      }
    });
    Workers.run(jobs);
    return attributes;
  }

  private Question get(String rest) {
    return Question.get(address().of(rest));
  }

  private Optional<JsonNode> json(String rest) throws HostedException {
    return json(get(rest), new AtomicBoolean());
  }

  private Optional<JsonNode> json(Question question, AtomicBoolean closed) throws HostedException {
    MemorySink body = new MemorySink(MemorySink.LARGE);
    Reply reply = client.ask(question, body);
    if (!isTold(question, reply)) {
      closed.compareAndSet(false, reply.status() == FORBIDDEN);
      return Optional.empty();
    }
    try {
      return Optional.of(HostedState.JSON.readTree(body.bytes()));
    } catch (java.io.IOException e) {
      throw new HostedException(
          Reason.ANSWER,
          "GET %s at %s answers what is not JSON; try again."
              .formatted(question.path(), address().url()),
          e);
    }
  }

  /// Whether it is told, or else closed to the credential; any other answer says nothing of what is
  /// there.
  private boolean isTold(Question question, Reply reply) throws HostedException {
    if (reply.isGood() || CLOSED.contains(reply.status())) {
      return reply.isGood();
    }
    throw new HostedException(
        Reason.ANSWER,
        "GET %s at %s answers HTTP %d%s; try again."
            .formatted(
                question.path(),
                address().url(),
                reply.status(),
                reply.message().isEmpty() ? "" : " (" + reply.message() + ")"));
  }

  private HostedException closed(String what, String scope) {
    return new HostedException(
        Reason.CREDENTIAL,
        "The credential may not read the %s of the tailnet at %s; give it the scope %s."
            .formatted(what, address().url(), scope));
  }

  /// Devices that are shared in belong to another tailnet and cannot be set.
  private static Map<String, JsonNode> own(JsonNode devices) {
    Map<String, JsonNode> own = new LinkedHashMap<>();
    for (JsonNode device : devices) {
      String id = device.path("nodeId").asText();
      if (!device.path("isExternal").asBoolean() && id.matches("[A-Za-z0-9]{1,64}")) {
        own.put(id, device);
      }
    }
    return own;
  }

  private static List<String> logins(JsonNode users) {
    List<String> logins = new ArrayList<>();
    for (JsonNode user : users) {
      if (isOwn(user)) {
        logins.add(user.path("loginName").asText().toLowerCase(Locale.ROOT));
      }
    }
    return logins;
  }

  /// Asks whether the hosted side would take a policy; what it says against it, or nothing.
  Optional<String> refusal(String policy) throws HostedException {
    MemorySink body = new MemorySink(MemorySink.SMALL);
    Question question =
        Question.change("POST", address().of("acl/validate"), policy).with("Content-Type", HUJSON);
    Reply reply = client.ask(question, body);
    if (!reply.isGood()) {
      return reply.status() == 400 ? Optional.of(reply.message()) : Optional.empty();
    }
    try {
      // It answers 200 also where the policy is not valid.
      JsonNode said = HostedState.JSON.readTree(body.text());
      String message = said == null ? "" : said.path("message").asText();
      return message.isEmpty() ? Optional.empty() : Optional.of(message);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /// Sets one value.
  ///
  /// @param etag of the policy that is replaced
  Reply set(Step step, String etag) throws HostedException {
    return client.ask(question(step, etag), new MemorySink(MemorySink.LARGE));
  }

  private Question question(Step step, String etag) {
    String after = step.after();
    return switch (step.aspect()) {
      case POLICY -> {
        Question set =
            Question.change("POST", address().of("acl"), after).with("Content-Type", HUJSON);
        yield etag.isEmpty() ? set : set.with("If-Match", etag);
      }
      case DNS -> Question.change("POST", address().of("dns/configuration"), after);
      case SETTING ->
          Question.change("PATCH", address().of("settings"), body(step.object(), after));
      case NAME -> device(step, "name", body("name", after));
      case TAGS -> device(step, "tags", body("tags", after));
      case IPV4 -> device(step, "ip", body("ipv4", after));
      case ROUTES -> device(step, "routes", body("routes", after));
      case KEY_EXPIRY -> device(step, "key", body("keyExpiryDisabled", after));
      case ATTRIBUTE -> attribute(step);
      case AUTHORIZED -> device(step, "authorized", body("authorized", after));
    };
  }

  private static Question device(Step step, String what, String body) {
    return Question.change("POST", path(step.object(), what), body);
  }

  private static String path(String device, String what) {
    return "device/" + HostedAddress.encoded(device) + "/" + what;
  }

  private static Question attribute(Step step) {
    Map.Entry<String, String> named = AttributeWishes.split(step.object());
    String path = path(named.getKey(), "attributes/" + HostedAddress.encoded(named.getValue()));
    return step.after().equals(HostedState.ABSENT)
        ? Question.change("DELETE", path, "")
        : Question.change("POST", path, step.after());
  }

  private static String body(String member, String json) {
    ObjectNode body = HostedState.JSON.createObjectNode();
    body.set(member, HostedState.parsed(json));
    return body.toString();
  }
}
