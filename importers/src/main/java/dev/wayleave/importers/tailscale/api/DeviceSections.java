package dev.wayleave.importers.tailscale.api;

import dev.wayleave.importers.tailscale.NotRead;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.tailnet.inventory.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// The sections that each device has: one question for each, of tens of thousands.
final class DeviceSections {
  /// Where the first devices are refused alike, so are all: the credential lacks the scope, or the
  /// API does not know the question.
  private static final int PROBES = 2;

  private static final String ODD_ID = "its id is none that the API gives, and was not asked with";

  private final HostedClient client;
  private final ExportFolder folder;
  private final ExportRequest request;
  private final Tally tally;
  private final Progress progress;

  DeviceSections(
      HostedClient client,
      ExportFolder folder,
      ExportRequest request,
      Tally tally,
      Progress progress) {
    this.client = client;
    this.folder = folder;
    this.request = request;
    this.tally = tally;
    this.progress = progress;
  }

  /// Whether some device lacks something that is to be asked.
  static boolean lacksSome(ExportFolder folder, ExportRequest request) throws HostedException {
    Set<String> ids = ids(folder);
    for (Section section : Section.values()) {
      if (section.perDevice() && request.only().contains(section)) {
        if (request.refresh()
            || ids.stream().anyMatch(id -> ExportFolder.isName(id) && !folder.has(section, id))) {
          return true;
        }
      }
    }
    return false;
  }

  void run() throws HostedException {
    Set<String> ids = ids(folder);
    for (Section section : Section.values()) {
      if (section.perDevice() && request.only().contains(section)) {
        run(section, ids);
      }
    }
  }

  private void run(Section section, Set<String> ids) throws HostedException {
    List<String> asked = new ArrayList<>();
    for (String id : ids) {
      if (!ExportFolder.isName(id)) {
        tally.missing(new NotRead(section, ErrorText.tidy(id), 0, ODD_ID));
      } else if (folder.has(section, id) && !request.refresh()) {
        tally.kept(section);
      } else {
        asked.add(id);
      }
    }
    int probes = Math.min(PROBES, asked.size());
    List<NotRead> refused = new ArrayList<>();
    for (String id : asked.subList(0, probes)) {
      fetch(section, id, refused);
    }
    if (probes > 0 && refused.size() == probes && alike(refused)) {
      NotRead first = refused.getFirst();
      tally.missing(new NotRead(section, "", first.status(), first.message()));
      return;
    }
    List<Workers.Job> jobs = new ArrayList<>();
    AtomicInteger done = new AtomicInteger(probes);
    for (String id : asked.subList(probes, asked.size())) {
      jobs.add(() -> {
        fetch(section, id, refused);
        progress.at("asking for " + label(section), done.incrementAndGet(), asked.size());
      });
    }
    Workers.run(jobs);
    refused.forEach(tally::missing);
  }

  private static boolean alike(List<NotRead> refused) {
    return refused.stream().map(NotRead::status).distinct().count() == 1;
  }

  private static String label(Section section) {
    return section == Section.DEVICE_INVITES ? "invites of devices" : "attributes of devices";
  }

  private void fetch(Section section, String id, List<NotRead> refused) throws HostedException {
    try (ExportFolder.Incoming body = folder.incoming(section, id)) {
      Reply reply = client.ask(Question.get(Sections.path(section, id)), body);
      if (reply.isGood()) {
        body.commit();
        tally.read(section);
      } else {
        synchronized (refused) {
          refused.add(new NotRead(section, id, reply.status(), reply.message()));
        }
      }
    } catch (IOException e) {
      throw ExportFolder.trouble(folder.path(), e);
    }
  }

  /// The ids of the tailnet's own devices; those shared in are told by their own tailnet alone.
  private static Set<String> ids(ExportFolder folder) throws HostedException {
    Set<String> ids = new LinkedHashSet<>();
    if (folder.has(Section.DEVICES)) {
      try {
        Identity.eachObject(
            folder.file(Section.DEVICES),
            (id, external) -> {
              if (!id.isEmpty() && !external.equals("true")) {
                ids.add(id);
              }
            },
            "nodeId",
            "isExternal");
      } catch (IOException e) {
        throw ExportFolder.trouble(folder.file(Section.DEVICES), e);
      }
    }
    return ids;
  }
}
