package dev.wayleave.coordinator.login;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.coordinator.control.ControlPeer;
import dev.wayleave.coordinator.state.Registration;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.protocol.wire.Hostinfo;
import dev.wayleave.protocol.wire.RegisterRequest;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.TagName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads what a device says of itself, and bounds it: it is stored and shown to others.
final class RegistrationReader {
  /// No key at all, where the wire has to have one.
  static final NodeKey NO_KEY = NodeKey.of(new byte[32]);

  /// Real ones have about 2 KiB.
  static final int LONGEST_HOSTINFO = 64 << 10;

  /// RFC 1035 §2.3.4; devices send one label.
  static final int LONGEST_LINE = 255;

  /// Clients write years in four digits; whoever wants to stay longer than that does not say when.
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  static final int MOST_ROUTES = 1_000;
  static final int MOST_TAGS = 100;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private RegistrationReader() {}

  /// What a device says, to be told to the state.
  ///
  /// @throws Unfit with a sentence for the person at the device
  static Registration read(RegisterRequest request, byte[] body, ControlPeer peer, Instant now)
      throws Unfit {
    if (request.nodeKey().equals(NO_KEY)) {
      throw new Unfit("node key is missing; log out and in again");
    }
    // What is not known of imported nodes is all zero; nobody may come in as such a one. The
    // handshake refuses the machine key already, which no private key belongs to.
    if (peer.machineKey().isZero()) {
      throw new Unfit("machine key is missing; the client's state is damaged");
    }
    Hostinfo host = request.hostinfo();
    Instant expiry = request.expiry();
    return new Registration(
        peer.machineKey(),
        request.nodeKey(),
        request.oldNodeKey().equals(NO_KEY) ? null : request.oldNodeKey(),
        host == null ? "" : line(host.hostname()),
        host == null ? List.of() : routes(host.routableIps()),
        host == null ? Set.of() : tags(host.requestTags()),
        request.ephemeral(),
        expiry != null && expiry.isAfter(now) && expiry.isBefore(LATEST) ? expiry : null,
        host == null ? null : hostinfo(body),
        Math.max(request.version(), 0));
  }

  /// What is shown on one line, without what moves a terminal's cursor.
  private static String line(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "").strip();
    return clean.length() > LONGEST_LINE ? clean.substring(0, LONGEST_LINE) : clean;
  }

  private static List<IpPrefix> routes(List<String> texts) throws Unfit {
    if (texts.size() > MOST_ROUTES) {
      throw new Unfit(
          "%d routes are advertised; %d are the most".formatted(texts.size(), MOST_ROUTES));
    }
    try {
      return texts.stream().map(IpPrefix::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new Unfit("an advertised route is not of the form ADDRESS/LENGTH");
    }
  }

  private static Set<TagName> tags(List<String> texts) throws Unfit {
    if (texts.size() > MOST_TAGS) {
      throw new Unfit("%d tags are requested; %d are the most".formatted(texts.size(), MOST_TAGS));
    }
    try {
      Set<TagName> tags = new TreeSet<>();
      texts.forEach(text -> tags.add(new TagName(text)));
      return tags;
    } catch (IllegalArgumentException e) {
      throw new Unfit("requested tags are invalid or not permitted; they begin with tag:");
    }
  }

  /// The description as received, with what no record here knows.
  private static @Nullable String hostinfo(byte[] body) throws Unfit {
    try {
      JsonNode all = JSON.readTree(new String(body, StandardCharsets.UTF_8));
      JsonNode host = all.path("Hostinfo");
      String text = host.isObject() ? host.toString() : null;
      if (text != null && text.length() > LONGEST_HOSTINFO) {
        throw new Unfit(
            "the device describes itself in %d characters; %d are the most"
                .formatted(text.length(), LONGEST_HOSTINFO));
      }
      return text;
    } catch (JsonProcessingException e) {
      throw new AssertionError("the request was read before", e);
    }
  }

  /// The operating system in a description that was read before.
  static String os(@Nullable String hostinfo) {
    if (hostinfo == null) {
      return "";
    }
    try {
      JsonNode host = JSON.readTree(hostinfo);
      return line((host.path("OS").asText() + " " + host.path("OSVersion").asText()).strip());
    } catch (JsonProcessingException e) {
      throw new AssertionError("the description was written by this reader", e);
    }
  }

  /// A device says of itself what cannot be.
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1;

    private final String sentence;

    Unfit(String sentence) {
      super(sentence);
      this.sentence = sentence;
    }

    String sentence() {
      return sentence;
    }
  }
}
