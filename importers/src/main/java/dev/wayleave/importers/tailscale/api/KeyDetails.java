package dev.wayleave.importers.tailscale.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Asks for the keys one by one where the list of them gives ids alone, as the API once did.
final class KeyDetails {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HostedClient client;

  KeyDetails(HostedClient client) {
    this.client = client;
  }

  /// Puts what each key's own answer says, byte for byte, in the place of its id.
  void complete(WrittenFolder.Incoming list) throws HostedException, IOException {
    JsonNode root = JSON.readTree(list.body().toFile());
    JsonNode keys = root.isArray() ? root : root.path("keys");
    List<String> ids = new ArrayList<>();
    keys.forEach(key -> ids.add(bareId(key)));
    if (ids.stream().allMatch(String::isEmpty)) {
      return;
    }
    byte[][] bodies = new byte[ids.size()][];
    List<Workers.Job> jobs = new ArrayList<>();
    for (int i = 0; i < bodies.length; i++) {
      int at = i;
      bodies[at] = keys.get(at).toString().getBytes(StandardCharsets.UTF_8);
      if (!ids.get(at).isEmpty()) {
        jobs.add(() -> ask(ids.get(at), at, bodies));
      }
    }
    Workers.run(jobs);
    list.replace(joined(Arrays.asList(bodies)));
  }

  private void ask(String id, int at, byte[][] bodies) throws HostedException {
    MemorySink body = new MemorySink(MemorySink.SMALL);
    Question question = Question.get(client.address().of("keys/" + HostedAddress.encoded(id)));
    if (client.ask(question, body).isGood()) {
      bodies[at] = body.bytes();
    }
  }

  /// The id of a key of which nothing else is told.
  private static String bareId(JsonNode key) {
    return key.size() == 1 && key.path("id").isTextual() ? key.path("id").asText() : "";
  }

  private static byte[] joined(List<byte[]> bodies) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write("{\"keys\":[".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < bodies.size(); i++) {
      out.write((i == 0 ? "\n" : ",\n").getBytes(StandardCharsets.UTF_8));
      out.write(bodies.get(i));
    }
    out.write("\n]}\n".getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }
}
