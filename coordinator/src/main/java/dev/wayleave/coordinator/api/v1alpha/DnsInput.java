package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.DnsRecord;
import dev.wayleave.api.DnsRequest;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.DnsSettings.ExtraRecord;
import dev.wayleave.tailnet.model.IpAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// DNS settings as they are sent, checked at the door.
final class DnsInput {
  private static final int LONGEST_LIST = 200;

  /// RFC 1035 §2.3.4: 255 octets on the wire, which are 253 characters.
  private static final int LONGEST_NAME = 253;

  /// Underscores are no host's, but names of services and records hold them.
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");

  private static final Pattern WITH_PORT =
      Pattern.compile("(?:\\[(?<v6>[^\\]]+)\\]|(?<v4>[0-9.]+)):(?<port>\\d{1,5})");

  private DnsInput() {}

  /// @param serverUrl where nodes reach this coordinator, which their own names must not hide
  static DnsSettings read(DnsRequest request, String serverUrl) {
    String base = name("baseDomain", Input.name("baseDomain", request.baseDomain()));
    String host = String.valueOf(URI.create(serverUrl).getHost()).toLowerCase(Locale.ROOT);
    if (host.equals(base) || host.endsWith("." + base)) {
      throw new BadInputException(
          "The field \"baseDomain\" is wrong: nodes reach this coordinator as "
              + host
              + ", which must not be below their own domain "
              + base
              + ".");
    }
    List<String> nameservers =
        list("nameservers", request.nameservers(), text -> resolver("nameservers", text));
    boolean override = Boolean.TRUE.equals(request.overrideLocalDns());
    if (override && nameservers.isEmpty()) {
      throw new BadInputException(
          "The field \"overrideLocalDns\" is wrong: without nameservers there is nothing that nodes"
              + " could use instead of their own.");
    }
    return new DnsSettings(
        Boolean.TRUE.equals(request.magicDns()),
        base,
        override,
        nameservers,
        split(request.splitNameservers()),
        list("searchDomains", request.searchDomains(), text -> name("searchDomains", text)),
        list("extraRecords", request.extraRecords(), DnsInput::extraRecord));
  }

  private static Map<String, List<String>> split(
      @Nullable Map<String, @Nullable List<@Nullable String>> given) {
    Map<String, List<String>> split = new TreeMap<>();
    if (given == null) {
      return split;
    }
    for (Map.Entry<String, @Nullable List<@Nullable String>> one : given.entrySet()) {
      String domain = one.getKey();
      List<String> servers =
          list("splitNameservers", one.getValue(), text -> resolver("splitNameservers", text));
      if (servers.isEmpty()) {
        throw new BadInputException(
            "The field \"splitNameservers\" is wrong: "
                + Input.text("splitNameservers", domain)
                + " has no nameserver.");
      }
      split.put(name("splitNameservers", domain), servers);
    }
    if (split.size() > LONGEST_LIST) {
      throw tooLong("splitNameservers", split.size());
    }
    return split;
  }

  private static <T, R> List<R> list(
      String field, @Nullable List<@Nullable T> given, Function<T, R> read) {
    List<@Nullable T> values = given == null ? List.of() : given;
    if (values.size() > LONGEST_LIST) {
      throw tooLong(field, values.size());
    }
    List<R> all = new ArrayList<>();
    for (T value : values) {
      all.add(read.apply(Input.required(field, value)));
    }
    return all;
  }

  private static BadInputException tooLong(String field, int size) {
    return new BadInputException(
        "The field \"%s\" has %d entries; %d are the most.".formatted(field, size, LONGEST_LIST));
  }

  /// A domain name in lower case, without the dot that may end it.
  private static String name(String field, String given) {
    String name = Input.text(field, given).strip().toLowerCase(Locale.ROOT);
    name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    boolean labels = true;
    for (String label : name.split("\\.", -1)) {
      labels &= LABEL.matcher(label).matches();
    }
    if (!labels || name.length() > LONGEST_NAME) {
      throw new BadInputException(
          "The field \"%s\" is wrong: \"%s\" is not a domain name.".formatted(field, given));
    }
    return name;
  }

  /// An address, an address with a port, or the URL of a resolver over HTTPS.
  private static String resolver(String field, String given) {
    String text = Input.name(field, given);
    Matcher port = WITH_PORT.matcher(text);
    if (isAddress(text) || isHttps(text) || (port.matches() && isReachable(port))) {
      return text;
    }
    throw new BadInputException(
        "The field \"%s\" is wrong: \"%s\" is neither an IP address nor an https:// URL."
            .formatted(field, text));
  }

  private static boolean isReachable(Matcher port) {
    String v6 = port.group("v6");
    int number = Integer.parseInt(port.group("port"));
    return number > 0 && number < 65_536 && isAddress(v6 == null ? port.group("v4") : v6);
  }

  private static boolean isAddress(String text) {
    try {
      IpAddress.parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isHttps(String text) {
    try {
      URI url = URI.create(text);
      return "https".equals(url.getScheme()) && url.getHost() != null && url.getUserInfo() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static ExtraRecord extraRecord(DnsRecord given) {
    String name = name("extraRecords", Input.name("extraRecords.name", given.name()));
    String value = Input.name("extraRecords.value", given.value());
    IpAddress address = Input.parsed("extraRecords.value", value, IpAddress::parse);
    String fits =
        switch (address) {
          case IpAddress.V4 _ -> "A";
          case IpAddress.V6 _ -> "AAAA";
        };
    String type = Input.text("extraRecords.type", given.type()).toUpperCase(Locale.ROOT);
    if (!type.isEmpty() && !type.equals(fits)) {
      throw new BadInputException(
          "The field \"extraRecords\" is wrong: %s is a value for %s, not for \"%s\", of %s."
              .formatted(value, fits, type, name));
    }
    return new ExtraRecord(name, fits, address.text());
  }
}
