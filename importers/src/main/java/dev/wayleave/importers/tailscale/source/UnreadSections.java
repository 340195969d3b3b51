package dev.wayleave.importers.tailscale.source;

import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.NotRead;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.json.Bodies;
import dev.wayleave.importers.tailscale.json.HostedNotes;
import dev.wayleave.importers.tailscale.json.ObjectNotes;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Tells which sections were not read, and with which scopes they can be.
final class UnreadSections {
  /// What a plane has not got, as opposed to what a credential may not see.
  private static final Set<Integer> ABSENT = Set.of(404, 501);

  /// What no tailnet can do without.
  private static final Set<Section> NEEDED =
      EnumSet.of(
          Section.DEVICES,
          Section.USERS,
          Section.POLICY,
          Section.DNS,
          Section.SETTINGS,
          Section.KEYS);

  /// These have findings of their own.
  private static final Set<Section> JUDGED_ELSEWHERE =
      EnumSet.of(Section.DERP_MAP, Section.LOCK_STATUS);

  private final HostedNotes notes;

  UnreadSections(HostedNotes notes) {
    this.notes = notes;
  }

  void report(ExportKind kind, Bodies bodies) {
    List<NotRead> refused = bodies.notRead();
    for (Section section : Section.values()) {
      if (JUDGED_ELSEWHERE.contains(section)) {
        continue;
      }
      List<NotRead> ofSection =
          refused.stream()
              .filter(one -> one.section() == section)
              .filter(one -> kind == ExportKind.API || one.status() != 0)
              .toList();
      if (!ofSection.isEmpty()) {
        refused(section, ofSection);
      } else if (kind == ExportKind.API && bodies.seen(section) == 0) {
        missing(section);
      }
    }
  }

  private void refused(Section section, List<NotRead> refusals) {
    ObjectNotes own = notes.of("section " + section.file());
    Set<String> answers = new TreeSet<>();
    refusals.forEach(
        one -> answers.add((one.status() == 0 ? "" : one.status() + " ") + one.message()));
    String devices =
        section.perDevice() && refusals.stream().noneMatch(one -> one.object().isEmpty())
            ? " for " + refusals.size() + " devices"
            : "";
    String what =
        "It was not read"
            + devices
            + ": the API answered "
            + answers.stream().limit(3).map(HostedNotes::quoted).collect(Collectors.joining(", "))
            + ".";
    if (refusals.stream().allMatch(one -> ABSENT.contains(one.status()))) {
      own.info("SECTION_NOT_OFFERED", what, "Nothing, if the tailnet does not use it.");
    } else {
      own.lossy("SECTION_NOT_READ", what, remedy(section));
    }
  }

  private void missing(Section section) {
    ObjectNotes own = notes.of("section " + section.file());
    if (NEEDED.contains(section)) {
      own.lossy("SECTION_NOT_READ", "The export does not hold it.", remedy(section));
    } else {
      own.info("SECTION_MISSING", "The export does not hold it.", remedy(section));
    }
  }

  private static String remedy(Section section) {
    return section.scopes().isEmpty()
        ? "Export again."
        : "Export again with a credential that has the scopes " + section.scopes() + ".";
  }
}
