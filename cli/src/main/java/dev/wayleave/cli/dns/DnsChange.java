package dev.wayleave.cli.dns;

import dev.wayleave.api.DnsRecord;
import dev.wayleave.api.DnsRequest;
import dev.wayleave.api.DnsView;
import dev.wayleave.cli.administration.Words;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.SafeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What options say of DNS: each that is given takes the place of what it names, the rest stays.
final class DnsChange {
  @Option(names = "--magic-dns", paramLabel = "on|off", description = "Whether nodes have names.")
  private @Nullable String magicDns;

  @Option(
      names = "--base-domain",
      paramLabel = "DOMAIN",
      description = "The domain of the nodes' names; another gives every node another name.")
  private @Nullable String baseDomain;

  @Option(
      names = "--override-local-dns",
      paramLabel = "on|off",
      description = "Whether nodes use the nameservers instead of their own.")
  private @Nullable String overrideLocalDns;

  @Option(
      names = "--nameserver",
      paramLabel = "ADDRESS",
      split = ",",
      description = "All nameservers, IP addresses or https:// URLs; \"\" for none.")
  private @Nullable List<String> nameservers;

  @Option(
      names = "--split",
      paramLabel = "DOMAIN=ADDRESS,…",
      description = "The nameservers of one domain; DOMAIN= for none.")
  private List<String> split = new ArrayList<>();

  @Option(
      names = "--search",
      paramLabel = "DOMAIN",
      split = ",",
      description = "All search domains; \"\" for none.")
  private @Nullable List<String> search;

  @Option(
      names = "--extra-record",
      paramLabel = "NAME,TYPE,VALUE",
      description = "All records beside the nodes' own, such as git.example.com,A,100.64.0.9.")
  private @Nullable List<String> records;

  boolean isEmpty() {
    return magicDns == null
        && baseDomain == null
        && overrideLocalDns == null
        && nameservers == null
        && split.isEmpty()
        && search == null
        && records == null;
  }

  /// Refuses what can be seen to be wrong without knowing what is in force.
  void check() throws CommandException {
    isOn("--magic-dns", magicDns, false);
    isOn("--override-local-dns", overrideLocalDns, false);
    records(List.of());
    for (String one : split) {
      domain(one);
    }
  }

  DnsRequest on(DnsView dns) throws CommandException {
    return new DnsRequest(
        isOn("--magic-dns", magicDns, dns.magicDns()),
        baseDomain == null ? dns.baseDomain() : baseDomain,
        isOn("--override-local-dns", overrideLocalDns, dns.overrideLocalDns()),
        List.copyOf(nameservers == null ? dns.nameservers() : Words.of(nameservers)),
        split(dns.splitNameservers()),
        List.copyOf(search == null ? dns.searchDomains() : Words.of(search)),
        List.copyOf(records(dns.extraRecords())),
        null);
  }

  private static boolean isOn(String option, @Nullable String given, boolean before)
      throws CommandException {
    if (given == null) {
      return before;
    }
    return switch (given.toLowerCase(Locale.ROOT)) {
      case "on", "true", "yes" -> true;
      case "off", "false", "no" -> false;
      default ->
          throw new CommandException(
              "%s takes on or off, not \"%s\".".formatted(option, SafeText.line(given, 40)));
    };
  }

  private Map<String, @Nullable List<@Nullable String>> split(Map<String, List<String>> before)
      throws CommandException {
    Map<String, @Nullable List<@Nullable String>> after = new TreeMap<>(before);
    for (String one : split) {
      String domain = domain(one);
      List<String> servers =
          Words.of(Arrays.asList(one.substring(one.indexOf('=') + 1).split(",", -1)));
      if (servers.isEmpty()) {
        after.remove(domain);
      } else {
        after.put(domain, List.copyOf(servers));
      }
    }
    return after;
  }

  private static String domain(String split) throws CommandException {
    int equals = split.indexOf('=');
    if (equals <= 0) {
      throw new CommandException(
          "--split \"%s\" is not DOMAIN=ADDRESS,…, such as corp.example.com=10.0.0.53."
              .formatted(SafeText.line(split, 80)));
    }
    return split.substring(0, equals).strip().toLowerCase(Locale.ROOT);
  }

  private List<DnsRecord> records(List<DnsRecord> before) throws CommandException {
    if (records == null) {
      return before;
    }
    List<DnsRecord> after = new ArrayList<>();
    for (String record : Words.of(records)) {
      String[] parts = record.split(",", -1);
      if (parts.length != 3) {
        throw new CommandException(
            "--extra-record \"%s\" is not NAME,TYPE,VALUE, such as git.example.com,A,100.64.0.9."
                .formatted(SafeText.line(record, 80)));
      }
      after.add(new DnsRecord(parts[0].strip(), parts[1].strip(), parts[2].strip()));
    }
    return after;
  }
}
