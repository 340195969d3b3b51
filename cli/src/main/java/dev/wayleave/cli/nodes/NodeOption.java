package dev.wayleave.cli.nodes;

import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/// Which node a verb is about.
final class NodeOption {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");

  @Option(
      names = {"-i", "--identifier", "--id"},
      paramLabel = "ID",
      required = true,
      description = "The node of this id, as \"nodes list\" shows it, or of the id it came with.")
  private String id = "";

  /// The node's number; an id of another plane is looked up.
  long find(AdministrationClient client) throws ApiException {
    return NUMBER.matcher(id).matches() ? Long.parseLong(id) : client.node(id).id();
  }
}
