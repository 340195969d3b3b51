package dev.wayleave.cli.dns;

import dev.wayleave.api.DnsRecord;
import dev.wayleave.api.DnsView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.administration.Cells;
import dev.wayleave.cli.report.Grid;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;

/// Shows the DNS settings in force.
@Command(
    name = "get",
    aliases = {"show", "view"},
    description = "Show the DNS settings in force.",
    footer = {"", "-o json gives what \"dns set --file\" takes."})
final class GetCommand extends AdministrationCommand {
  GetCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client) throws ApiException, IOException {
    DnsView dns = client.dns();
    showOne(dns, table(dns));
  }

  static Grid table(DnsView dns) {
    Grid grid = new Grid("setting", "value");
    grid.row("base domain", dns.baseDomain());
    grid.row("MagicDNS", dns.magicDns() ? "on" : "off");
    grid.row("nameservers", Cells.list(dns.nameservers()));
    grid.row("instead of the nodes' own", dns.overrideLocalDns() ? "yes" : "no");
    for (Map.Entry<String, List<String>> split : new TreeMap<>(dns.splitNameservers()).entrySet()) {
      grid.row("nameservers of " + split.getKey(), Cells.list(split.getValue()));
    }
    grid.row("search domains", Cells.list(dns.searchDomains()));
    for (DnsRecord record : dns.extraRecords()) {
      grid.row("record of " + record.name(), record.type() + " " + record.value());
    }
    return grid;
  }
}
