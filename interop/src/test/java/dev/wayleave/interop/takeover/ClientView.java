package dev.wayleave.interop.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.interop.tailscale.TailscaleClient;
import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What a client holds of its tailnet, as far as another server must tell it the same.
public final class ClientView {
  private static final List<String> OF_NODES =
      List.of("ID", "StableID", "Name", "Key", "Machine", "Addresses", "Tags", "KeyExpiry");

  /// Of itself a node is told these too, which it does not use, and by Headscale not always at
  /// once.
  private static final List<String> OF_PEERS = List.of("AllowedIPs", "PrimaryRoutes");

  private static final List<String> OF_DNS =
      List.of("Resolvers", "FallbackResolvers", "Domains", "Proxied", "ExtraRecords");

  private static final List<String> OF_PREFS =
      List.of(
          "ControlURL",
          "RouteAll",
          "ExitNodeID",
          "ExitNodeIP",
          "RunSSH",
          "WantRunning",
          "LoggedOut",
          "Hostname",
          "AdvertiseRoutes",
          "AdvertiseTags");

  private static final Pattern REGISTERED = Pattern.compile("RegisterReq: onode=");

  private ClientView() {}

  /// The client itself and its peers by their stable ids, its settings, names and SSH rules.
  static Map<String, String> of(TailscaleClient client) throws IOException, InterruptedException {
    JsonNode map = client.netmap();
    Map<String, String> view = new TreeMap<>();
    view.put("self", part(map.path("SelfNode"), OF_NODES));
    for (JsonNode peer : map.path("Peers")) {
      view.put("peer " + peer.path("StableID").asText(), peer(map, peer));
    }
    // Without the routes of the reverse zones, which clients add by themselves where names are
    // served, and Headscale says nonetheless.
    OF_DNS.forEach(name -> view.put("DNS " + name, map.path("DNS").path(name).toString()));
    view.put("Domain", map.path("Domain").toString());
    List<String> rules = new ArrayList<>();
    map.path("SSHPolicy").path("rules").forEach(rule -> rules.add(text(rule)));
    view.put("SSH rules", rules.toString());
    JsonNode prefs = client.cli("debug", "prefs").ok().json();
    OF_PREFS.forEach(name -> view.put(name, prefs.path(name).toString()));
    return view;
  }

  /// Waits until a client holds what it held before; which server tells it, it does not say.
  static void waitFor(TailscaleClient client, Map<String, String> before, Duration limit)
      throws IOException, InterruptedException {
    try {
      Await.until(client.name() + " sees what it saw", limit, () -> of(client).equals(before));
    } catch (AssertionError late) {
      assertThat(of(client)).as(late.getMessage()).isEqualTo(before);
    }
  }

  private static String peer(JsonNode map, JsonNode peer) {
    return "%s, %s of %s".formatted(part(peer, OF_NODES), part(peer, OF_PEERS), owner(map, peer));
  }

  private static String part(JsonNode node, List<String> fields) {
    List<String> parts = new ArrayList<>();
    for (String name : fields) {
      // Where there is none, servers either say so or say nothing.
      if (!node.path(name).isEmpty() || node.path(name).isValueNode()) {
        parts.add(name + " " + text(node.path(name)));
      }
    }
    return String.join(", ", parts);
  }

  /// As text in which lists have no order.
  private static String text(JsonNode value) {
    List<String> items = new ArrayList<>();
    if (value.isObject()) {
      value
          .properties()
          .forEach(field -> items.add(field.getKey() + ": " + text(field.getValue())));
    } else {
      value.forEach(item -> items.add(text(item)));
    }
    items.sort(null);
    return value.isContainerNode() ? items.toString() : value.toString();
  }

  /// Who a peer is said to belong to, where that is a person.
  private static String owner(JsonNode map, JsonNode node) {
    if (!node.path("Tags").isEmpty()) {
      return "its tags";
    }
    JsonNode profile = map.path("UserProfiles").path(node.path("User").asText());
    return node.path("User") + " " + profile.path("LoginName") + " " + profile.path("DisplayName");
  }

  /// How often a client has asked to be registered, with a key, by a login or by what it was.
  public static long registrations(TailscaleClient client) throws IOException {
    return REGISTERED.matcher(client.log()).results().count();
  }
}
