package dev.wayleave.importers.tailscale.kept;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.importers.tailscale.json.HostedFields;
import dev.wayleave.importers.tailscale.json.ObjectNotes;
import dev.wayleave.tailnet.model.DnsSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads the DNS settings, as `dns/configuration` gives them all at once.
public final class DnsSection {
  private final ObjectNotes notes;
  private final List<String> onExitNodes = new ArrayList<>();

  private DnsSection(ObjectNotes notes) {
    this.notes = notes;
  }

  /// Reads the settings.
  ///
  /// @param suffix the MagicDNS suffix, under which the names stay
  public static DnsSettings read(HostedFields body, String suffix, ObjectNotes notes) {
    return new DnsSection(notes).settings(body, suffix);
  }

  private DnsSettings settings(HostedFields body, String suffix) {
    List<String> nameservers = resolvers(body.json().path("nameservers"));
    Map<String, List<String>> split = new TreeMap<>();
    for (Map.Entry<String, JsonNode> domain : body.members("splitDNS")) {
      split.put(domain.getKey(), resolvers(domain.getValue()));
    }
    HostedFields preferences = body.object("preferences");
    if (!onExitNodes.isEmpty()) {
      notes.lossy(
          "DNS_WITH_EXIT_NODE",
          "These resolvers are asked also by devices that use an exit node, which cannot be told"
              + " here: "
              + String.join(", ", onExitNodes)
              + ".",
          "Expect devices behind an exit node to ask the exit node's resolver.");
    }
    boolean magicDns = preferences.maybe("magicDNS").or(() -> body.maybe("magicDNS")).orElse(true);
    boolean override = preferences.maybe("overrideLocalDNS").orElse(false);
    return new DnsSettings(
        magicDns, suffix, override, nameservers, split, body.texts("searchPaths"), List.of());
  }

  /// A resolver is an object, or in shorter answers the address alone.
  private List<String> resolvers(JsonNode list) {
    List<String> addresses = new ArrayList<>();
    for (JsonNode element : list) {
      HostedFields fields = HostedFields.of(element);
      String address = element.isTextual() ? element.textValue() : fields.text("address");
      if (!address.isEmpty()) {
        addresses.add(address);
      }
      if (fields.flag("useWithExitNode")) {
        onExitNodes.add(address);
      }
    }
    return addresses;
  }
}
