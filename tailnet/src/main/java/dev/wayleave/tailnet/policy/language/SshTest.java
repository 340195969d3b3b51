package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.List;
import java.util.Map;

/// One entry of `sshTests`: as whom a source may, must be checked to, or may not log in.
public record SshTest(
    String name,
    Position at,
    String source,
    List<String> destinations,
    List<String> accept,
    List<String> check,
    List<String> deny,
    Map<String, String> postureAttributes) {
  public SshTest {
    destinations = List.copyOf(destinations);
    accept = List.copyOf(accept);
    check = List.copyOf(check);
    deny = List.copyOf(deny);
    postureAttributes = Map.copyOf(postureAttributes);
  }
}
