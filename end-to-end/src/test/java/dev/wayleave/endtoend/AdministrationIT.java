package dev.wayleave.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The way of somebody new through the commands, on a running coordinator.
class AdministrationIT {
  private final Room room = new Room();
  private Coordinator coordinator;
  private Cli cli;

  @BeforeEach
  void start() throws IOException {
    coordinator = Coordinator.start(room, room.folder().resolve("own"));
    cli = coordinator.cli(room);
  }

  @AfterEach
  void end() {
    room.close();
  }

  private Outcome run(String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(Arrays.asList(words));
    all.addAll(List.of("--to", coordinator.endpoint()));
    return cli.run(all.toArray(String[]::new));
  }

  private JsonNode json(String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(Arrays.asList(words));
    all.addAll(List.of("-o", "json"));
    return run(all.toArray(String[]::new)).exits(0).json();
  }

  @Test
  void somebodyNewMakesUsersAndKeysAndRemovesThem() throws Exception {
    assertThat(run("users", "create", "ann", "-e", "ann@example.com").exits(0).out())
        .isEqualTo("User ann has id 1.\n");
    run("users", "create", "ann").failsWith("There is already a user \"ann\".");
    Outcome made = run("preauthkeys", "create", "--user", "ann", "--reusable").exits(0);
    assertThat(made.out()).matches("hskey-auth-[0-9a-f]{12}-[0-9a-f]{64}\n");
    assertThat(made.err()).isEmpty();

    JsonNode keys = json("preauthkeys", "list", "-u", "ann@example.com");
    assertThat(keys).hasSize(1);
    assertThat(made.out()).contains(keys.path(0).path("prefix").asText());
    run("preauthkeys", "expire", made.out().strip()).exits(0);
    assertThat(run("preauthkeys", "list").exits(0).out()).contains("expired 20");
    run("preauthkeys", "delete", "-i", keys.path(0).path("id").asText()).exits(0);
    assertThat(json("preauthkeys", "list")).isEmpty();

    run("users", "rename", "-n", "ann", "-r", "anna").exits(0);
    assertThat(json("users", "list").path(0).path("name").asText()).isEqualTo("anna");
    run("users", "destroy", "-n", "anna").failsWith("give --yes");
    run("users", "destroy", "-n", "anna", "--force").exits(0);
    assertThat(json("users", "list")).isEmpty();
    assertThat(run("users", "destroy", "anna", "--force").exits(2).err())
        .contains("users destroy --name NAME");
  }

  @Test
  void keysAndClientsOfTheApiAreMadeAndEnd() throws Exception {
    String key = run("apikeys", "create", "-e", "1h", "-s", "users:read").exits(0).out().strip();
    Cli reader = Cli.in(room).with("WAYLEAVE_URL", coordinator.url()).with("WAYLEAVE_API_KEY", key);
    reader.run("users", "list").exits(0);
    reader.run("users", "create", "mallory").failsWith("does not have the scope");
    run("apikeys", "expire", "-p", key).exits(0);
    reader.run("users", "list").failsWith("does not take this key");
    run("apikeys", "delete", "-p", key).exits(0);
    assertThat(json("apikeys", "list").toString()).doesNotContain(key.substring(10, 22));

    JsonNode client = json("oauth", "create", "-s", "devices:core", "-t", "tag:operator");
    String id = client.path("id").asText();
    assertThat(client.path("key").asText()).startsWith("hskey-client-" + id + "-");
    assertThat(run("oauth-clients", "list").exits(0).out()).contains(id, "tag:operator");
    run("oauth-clients", "create", "-s", "everything").failsWith("\"everything\" is not a scope");
    run("oauth-clients", "delete", "--id", id).exits(0);
    assertThat(json("oauth-clients", "list")).isEmpty();
  }

  @Test
  void dnsIsShownChangedInPartsAndPutBackWhole() throws Exception {
    Outcome first = run("dns", "get", "-o", "json").exits(0);
    Path file = Files.writeString(room.folder().resolve("dns.json"), first.out());
    run("dns", "set", "--nameserver", "1.1.1.1", "--split", "corp.example=10.0.0.53").exits(0);
    assertThat(run("dns", "get").exits(0).out()).contains("1.1.1.1", "nameservers of corp.example");
    run("dns", "set", "-f", file.toString()).failsWith("not the ones that this change was made on");
    Files.writeString(file, first.out().replaceAll("\"etag\" *: *\"[0-9a-f]+\",", ""));
    run("dns", "set", "-f", file.toString()).exits(0);
    assertThat(run("dns", "get", "-o", "json").exits(0).out()).isEqualTo(first.out());
    run("dns", "set", "--nameserver", "dns.example").failsWith("neither an IP address nor");
    run("dns", "set", "--base-domain", "other.internal").failsWith("give --yes");
    run("dns", "set", "--base-domain", "other.internal", "--yes").exits(0);
  }

  @Test
  void nodesAreListedNamedTaggedRoutedMovedAndRemoved() throws Exception {
    run("users", "create", "ann").exits(0);
    run("users", "create", "bob").exits(0);
    String id = device();
    run("nodes", "rename", "-i", id, "desk").exits(0);
    run("nodes", "move", "-i", id, "-u", "bob").exits(0);
    run("nodes", "tag", "-i", id, "-t", "tag:web,tag:prod").exits(0);
    run("nodes", "approve-routes", "-i", id, "-r", "10.0.0.0/8").exits(0);
    run("nodes", "expire", "-i", id, "-e", "2040-01-01T00:00:00Z").exits(0);
    JsonNode node = json("nodes", "list").path(0);
    assertThat(node.path("name").asText()).isEqualTo("desk");
    assertThat(node.path("user").asInt()).isEqualTo(2);
    assertThat(node.path("tags")).hasSize(2);
    assertThat(node.path("expiry").asText()).isEqualTo("2040-01-01T00:00:00Z");
    assertThat(run("nodes", "list-routes").exits(0).out()).contains("10.0.0.0/8");
    assertThat(run("nodes", "backfillips", "--force").exits(0).err()).contains("no node lacked");
    run("nodes", "delete", "-i", id, "--force").exits(0);
    run("nodes", "delete", "-i", id, "--force").failsWith("There is no node " + id + ".");
  }

  /// A device that is yet to come; none has to run here.
  private String device() throws IOException, InterruptedException {
    HttpResponse<String> made =
        coordinator.send(
            "POST",
            "/nodes",
            """
            {"machineKey": "mkey:%s", "nodeKey": "nodekey:%s", "hostname": "laptop", "user": 1}
            """
                .formatted("0a".repeat(32), "0b".repeat(32)));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return new ObjectMapper().readTree(made.body()).path("id").asText();
  }
}
