package dev.wayleave.importers.tailscale.source;

import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.HostedExport.Run;
import dev.wayleave.importers.tailscale.NotRead;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.json.Bodies;
import dev.wayleave.importers.tailscale.json.HostedNotes;
import dev.wayleave.importers.tailscale.json.ObjectNotes;
import dev.wayleave.tailnet.inventory.Finding.Level;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Tells which sections were not read, and with which scopes they can be.
///
/// Any may be missing. What is lost for certain needs somebody's consent: the devices, rules that
/// are there and may not be seen, and what a run that broke off did not come to. The rest is for
/// somebody to look at.
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
  private final Bodies bodies;
  private final Run run;
  private final int devices;

  /// @param run how the export's own run ended
  /// @param devices how many devices the tailnet has of its own
  UnreadSections(HostedNotes notes, Bodies bodies, Run run, int devices) {
    this.notes = notes;
    this.bodies = bodies;
    this.run = run;
    this.devices = devices;
  }

  void report(ExportKind kind) {
    List<NotRead> all = bodies.notRead();
    if (run == Run.REFRESH_BROKEN_OFF) {
      notes
          .of("export")
          .add(
              Level.LOSSY,
              "EXPORT_OF_TWO_TIMES",
              "A run that asked anew for what was there broke off: some answers are of that run, the"
                  + " rest of an earlier one.",
              "Run the same command again; it asks anew for all of them.");
    }
    for (Section section : Section.values()) {
      if (JUDGED_ELSEWHERE.contains(section)) {
        continue;
      }
      List<NotRead> refusals =
          all.stream()
              .filter(one -> one.section() == section)
              .filter(one -> kind == ExportKind.API || bodies.isOfAnswer(one))
              .filter(one -> !isOvertaken(one))
              .toList();
      if (!refusals.isEmpty()) {
        refused(section, refusals);
      } else if (kind == ExportKind.API && bodies.seen(section) == 0) {
        missing(section);
      }
      if (section.perDevice()) {
        inPart(section, refusals);
      }
    }
  }

  /// Whether somebody put there meanwhile what the run was refused.
  private boolean isOvertaken(NotRead missing) {
    return missing.object().isEmpty()
        && !missing.mayPass()
        && bodies.seen(missing.section()) > 0
        && !bodies.isSaved(missing);
  }

  private void refused(Section section, List<NotRead> refusals) {
    ObjectNotes own = own(section);
    Set<String> answers = new TreeSet<>();
    refusals.forEach(
        one -> answers.add((one.status() == 0 ? "" : one.status() + " ") + one.message()));
    boolean each =
        section.perDevice() && refusals.stream().noneMatch(one -> one.object().isEmpty());
    String what =
        "It was not read"
            + (each ? " for " + refusals.size() + " devices" : "")
            + ": the API answered "
            + answers.stream().limit(3).map(HostedNotes::quoted).collect(Collectors.joining(", "))
            + "."
            + meanwhile(section);
    boolean absent = refusals.stream().allMatch(one -> ABSENT.contains(one.status()));
    if (absent && !NEEDED.contains(section)) {
      own.info("SECTION_NOT_OFFERED", what, "Nothing, if the tailnet does not use it.");
    } else {
      boolean lost = section == Section.DEVICES || section == Section.POLICY;
      notRead(section, lost ? Level.LOSSY : Level.ACTION, what, remedy(section));
    }
  }

  private void missing(Section section) {
    if (brokeOff()) {
      if (!section.perDevice()) {
        brokenOff(section, "The export broke off before it was asked.");
      }
      return;
    }
    String what = "The export does not hold it." + meanwhile(section);
    if (NEEDED.contains(section)) {
      notRead(
          section, section == Section.DEVICES ? Level.LOSSY : Level.ACTION, what, remedy(section));
    } else {
      own(section).info("SECTION_MISSING", what, remedy(section));
    }
  }

  /// Devices of which nothing is told in a section that tells something of others.
  private void inPart(Section section, List<NotRead> refusals) {
    int told = bodies.seen(section);
    int without = devices - told - refusals.size();
    boolean wholly = refusals.stream().anyMatch(one -> one.object().isEmpty());
    if (without <= 0 || wholly) {
      return;
    }
    if (brokeOff()) {
      brokenOff(section, "The export broke off before it was asked for " + without + " devices.");
    } else if (told > 0) {
      notRead(
          section,
          run == Run.ENDED ? Level.LOSSY : Level.ACTION,
          "The export does not hold it for " + without + " devices.",
          remedy(section));
    }
  }

  private boolean brokeOff() {
    return run == Run.BROKEN_OFF || run == Run.REFRESH_BROKEN_OFF;
  }

  private void brokenOff(Section section, String what) {
    notRead(
        section,
        Level.LOSSY,
        what + meanwhile(section),
        "Run the same command again; it goes on from there.");
  }

  private void notRead(Section section, Level level, String what, String remedy) {
    own(section).add(level, "SECTION_NOT_READ", what, remedy);
  }

  private ObjectNotes own(Section section) {
    return notes.of("section " + section.file());
  }

  /// What holds as long as the section is not known.
  private String meanwhile(Section section) {
    return section == Section.USERS && devices > 0
        ? " Users are known as owners of devices only, without role, status and name."
        : "";
  }

  private static String remedy(Section section) {
    return section.scopes().isEmpty()
        ? "Export again."
        : "Export again with a credential that has the scopes " + section.scopes() + ".";
  }
}
