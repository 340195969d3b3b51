package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.List;
import java.util.Map;

/// One entry of `tests`: what must and must not be reachable.
///
/// Texts are kept as written: a test that cannot be understood fails, it does not spoil the policy.
///
/// @param source the selector of the source, empty where none is given
/// @param protocol the name or number, empty where none is given
/// @param postureAttributes the device facts that the source is to have, by attribute name
public record PolicyTest(
    String name,
    Position at,
    String source,
    String protocol,
    List<String> accept,
    List<String> deny,
    Map<String, String> postureAttributes) {
  public PolicyTest {
    accept = List.copyOf(accept);
    deny = List.copyOf(deny);
    postureAttributes = Map.copyOf(postureAttributes);
  }
}
