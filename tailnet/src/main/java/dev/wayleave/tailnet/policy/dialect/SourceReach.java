package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.dialect.SourceRule.SourceTarget;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the rules of a policy let through at the source.
final class SourceReach {
  private static final String SELF = "autogroup:self";

  private final SourceWords words;
  private final Segments segments;
  private final Families families;

  SourceReach(SourceWords words, Places places, Segments segments) {
    this.words = words;
    this.segments = segments;
    this.families = new Families(places);
  }

  List<RuleReach> of(List<SourceRule> rules) {
    return rules.stream().map(this::of).toList();
  }

  RuleReach of(SourceRule rule) {
    BitSet from = new BitSet();
    rule.sources().stream().map(JsonString::value).map(words::sources).forEach(from::or);
    Map<BitSet, BitSet> byChannels = new HashMap<>();
    List<Box> boxes = new ArrayList<>();
    for (SourceTarget target : rule.targets()) {
      BitSet channels = segments.of(target.channels());
      if (target.word().equals(SELF)) {
        self(from, channels, boxes);
      } else {
        byChannels
            .computeIfAbsent(channels, _ -> new BitSet())
            .or(
                rule.via().isEmpty()
                    ? words.destinations(target.word())
                    : words.carried(target.word(), rule.via()));
      }
    }
    byChannels.forEach((channels, to) -> families.add(from, to, channels, boxes));
    return new RuleReach(rule.name(), rule.at(), boxes);
  }

  private void self(BitSet from, BitSet channels, List<Box> boxes) {
    for (BitSet own : words.selves()) {
      BitSet sources = Box.intersection(words.wholeDevices(Box.intersection(from, own)), own);
      families.add(sources, own, channels, boxes);
    }
  }
}
