package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.policy.syntax.JsonArray;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One entry of `acls` or `grants`.
///
/// @param name where it stands, for example `acls[3]` or `grants[0]`
/// @param app application capabilities by name, each with its list of values; empty for `acls`
/// @param via the tags of the routers that alone may carry this; empty where any may
/// @param postures the names in `srcPosture`; a source device must satisfy one of them. Empty where
///   the rule names none, and then the policy's default holds
/// @param ipGiven whether the rule speaks of network access at all: always in `acls`, in `grants`
///   where `ip` is not empty
public record AccessRule(
    String name,
    Position at,
    List<Selector> sources,
    List<Target> targets,
    Map<String, JsonArray> app,
    List<TagName> via,
    List<String> postures,
    boolean ipGiven) {
  public AccessRule {
    sources = List.copyOf(sources);
    targets = List.copyOf(targets);
    app = Collections.unmodifiableMap(new LinkedHashMap<>(app));
    via = List.copyOf(via);
    postures = List.copyOf(postures);
  }
}
