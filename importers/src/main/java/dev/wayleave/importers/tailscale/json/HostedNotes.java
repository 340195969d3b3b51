package dev.wayleave.importers.tailscale.json;

import dev.wayleave.tailnet.inventory.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects findings, one for each object and code; a second reason is joined to the first.
public final class HostedNotes {
  /// A finding is read by a person: reasons beyond this are more of the same.
  private static final int LONGEST = 1000;

  private static final int LONGEST_VALUE = 120;

  private record Key(String object, String code) {}

  private final Map<Key, Finding> found = new LinkedHashMap<>();

  public void add(Finding finding) {
    found.merge(new Key(finding.object(), finding.code()), finding, HostedNotes::join);
  }

  public ObjectNotes of(String object) {
    return new ObjectNotes(this, object);
  }

  public List<Finding> list() {
    return List.copyOf(found.values());
  }

  private static Finding join(Finding first, Finding second) {
    boolean known = first.what().contains(second.what());
    if (known || first.what().length() + second.what().length() > LONGEST) {
      return first;
    }
    Finding.Level level =
        first.level().compareTo(second.level()) <= 0 ? first.level() : second.level();
    return new Finding(
        level, first.code(), first.object(), first.what() + " " + second.what(), first.remedy());
  }

  /// A value in quotes, shortened: a finding shows what is wrong, not all of it.
  public static String quoted(String value) {
    String shown =
        value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    return '"' + shown + '"';
  }
}
