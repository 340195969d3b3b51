package dev.wayleave.cli.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.wayleave.api.AttributeRequest;
import dev.wayleave.api.AttributesView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.administration.Cells;
import dev.wayleave.cli.administration.Group;
import dev.wayleave.cli.report.Grid;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.SafeText;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The command `wayleave nodes attributes` and its verbs.
@Command(
    name = "attributes",
    aliases = {"attribute", "attrs"},
    description = "Show, set and take away what conditions of device postures ask of a node.",
    synopsisSubcommandLabel = "COMMAND")
final class AttributesCommand extends Group {
  private static final String NODE =
      "The node's id, as \"nodes list\" shows it, or that it came with; or its name.";

  private AttributesCommand() {}

  static CommandLine commandLine(Surroundings surroundings) {
    return new AttributesCommand()
        .line()
        .addSubcommand("get", new Get(surroundings))
        .addSubcommand("set", new Set(surroundings))
        .addSubcommand("delete", new Delete(surroundings));
  }

  private abstract static class Verb extends AdministrationCommand {
    Verb(Surroundings surroundings) {
      super(surroundings);
    }

    final void show(AttributesView view) throws IOException {
      Grid grid = new Grid("key", "value", "expires");
      for (Map.Entry<String, JsonNode> entry : view.attributes().entrySet()) {
        Instant expiry = view.expiries().get(entry.getKey());
        grid.row(entry.getKey(), entry.getValue().asText(), Cells.end(expiry, now()));
      }
      showOne(view, grid);
    }
  }

  /// Shows a node's attributes, or one of them.
  @Command(
      name = "get",
      aliases = {"list", "ls", "show"},
      description = "Show a node's attributes.")
  private static final class Get extends Verb {
    @Parameters(index = "0", paramLabel = "NODE", description = NODE)
    private String node = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "KEY", description = "Its value alone.")
    private @Nullable String key;

    Get(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    protected void run(AdministrationClient client)
        throws CommandException, ApiException, IOException {
      AttributesView view = client.attributes(NodeOption.find(client, node));
      if (key == null) {
        show(view);
        return;
      }
      JsonNode value = view.attributes().get(key);
      if (value == null) {
        throw new CommandException(
            "node %s has no attribute \"%s\"."
                .formatted(SafeText.line(node, 80), SafeText.line(key, 80)));
      }
      show(value, value.asText());
    }
  }

  /// Sets an attribute.
  @Command(
      name = "set",
      description = "Set a custom attribute of a node.",
      footer = {
        "",
        "VALUE is true, false, a number or a text; in double quotes it is a text whatever it is."
      })
  private static final class Set extends Verb {
    @Parameters(index = "0", paramLabel = "NODE", description = NODE)
    private String node = "";

    @Parameters(
        index = "1",
        paramLabel = "KEY=VALUE",
        description = "The attribute, such as custom:tier=prod.")
    private String attribute = "";

    @Option(
        names = {"-e", "--expiry"},
        paramLabel = "TIME",
        description = "When it ends, such as 2030-08-27T10:00:00Z; never unless given.")
    private @Nullable String expiry;

    @Option(names = "--comment", paramLabel = "TEXT", description = "Why, for the audit log.")
    private @Nullable String comment;

    Set(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    protected void check() throws CommandException {
      if (attribute.indexOf('=') < 1) {
        throw new CommandException(
            "\"%s\" is no attribute; write KEY=VALUE, such as custom:tier=prod."
                .formatted(attribute));
      }
      time();
    }

    private @Nullable Instant time() throws CommandException {
      if (expiry == null) {
        return null;
      }
      try {
        return OffsetDateTime.parse(expiry).toInstant();
      } catch (DateTimeException e) {
        throw new CommandException(
            "--expiry \"%s\" is not a time; write one such as 2030-08-27T10:00:00Z."
                .formatted(expiry),
            e);
      }
    }

    @Override
    protected void run(AdministrationClient client)
        throws CommandException, ApiException, IOException {
      int sign = attribute.indexOf('=');
      JsonNode value = value(attribute.substring(sign + 1));
      show(
          client.setAttribute(
              NodeOption.find(client, node),
              attribute.substring(0, sign),
              new AttributeRequest(value, time(), comment)));
    }

    private static JsonNode value(String text) {
      JsonNodeFactory json = JsonNodeFactory.instance;
      if (text.equals("true") || text.equals("false")) {
        return json.booleanNode(text.equals("true"));
      }
      if (text.matches("-?\\d{1,20}(\\.\\d{1,20})?")) {
        return json.numberNode(new BigDecimal(text));
      }
      boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
      return json.textNode(quoted ? text.substring(1, text.length() - 1) : text);
    }
  }

  /// Takes an attribute from a node.
  @Command(
      name = "delete",
      aliases = {"remove", "unset", "del"},
      description = "Take a custom attribute from a node.")
  private static final class Delete extends Verb {
    @Parameters(index = "0", paramLabel = "NODE", description = NODE)
    private String node = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "The attribute.")
    private String key = "";

    Delete(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    protected void run(AdministrationClient client)
        throws CommandException, ApiException, IOException {
      show(client.deleteAttribute(NodeOption.find(client, node), key));
    }
  }
}
