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
  /// Where the first devices are refused alike for want of a scope, so are all. A device that is
  /// not found says nothing of others.
  private static final int PROBES = 2;

  private static final Set<Integer> REFUSED_TO_ALL = Set.of(403, 501);

  private static final String ODD_ID = "its id is none that the API gives, and was not asked with";

  private final HostedClient client;
  private final WrittenFolder folder;
  private final ExportRequest request;
  private final Tally tally;
  private final Progress progress;

  DeviceSections(
      HostedClient client,
      WrittenFolder folder,
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
  static boolean lacksSome(WrittenFolder folder, ExportRequest request) throws HostedException {
    Set<String> ids = ids(folder);
    for (Section section : Section.values()) {
      if (section.perDevice() && request.only().contains(section)) {
        if (request.refresh()
            || ids.stream().anyMatch(id -> WrittenFolder.isName(id) && !folder.has(section, id))) {
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
      if (!WrittenFolder.isName(id)) {
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
    boolean nothingKept = asked.size() == ids.size();
    if (probes > 0 && nothingKept && refused.size() == probes && alike(refused)) {
      NotRead first = refused.getFirst();
      for (String id : asked) {
        folder.remove(section, id);
      }
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
    return refused.stream().map(NotRead::status).distinct().count() == 1
        && REFUSED_TO_ALL.contains(refused.getFirst().status());
  }

  private static String label(Section section) {
    return section == Section.DEVICE_INVITES ? "invites of devices" : "attributes of devices";
  }

  private void fetch(Section section, String id, List<NotRead> refused) throws HostedException {
    try (WrittenFolder.Incoming body = folder.incoming(section, id)) {
      Reply reply = client.ask(Question.get(Sections.path(section, id)), body);
      if (reply.isGood()) {
        body.commit();
        tally.read(section);
      } else {
        boolean older = reply.isPassing() && folder.has(section, id);
        if (!older) {
          folder.remove(section, id);
        }
        synchronized (refused) {
          refused.add(new NotRead(section, id, reply.status(), reply.message(older)));
        }
      }
    } catch (IOException e) {
      throw WrittenFolder.trouble(folder.path(), e);
    }
  }

  /// The ids of the tailnet's own devices, the older one where a device has no other; those shared
  /// in are told by their own tailnet alone.
  private static Set<String> ids(WrittenFolder folder) throws HostedException {
    Set<String> ids = new LinkedHashSet<>();
    if (folder.has(Section.DEVICES)) {
      try {
        Identity.eachObject(
            folder.file(Section.DEVICES),
            members -> {
              String id = members.getFirst().isEmpty() ? members.get(1) : members.getFirst();
              if (!id.isEmpty() && !members.getLast().equals("true")) {
                ids.add(id);
              }
            },
            List.of("nodeId", "id", "isExternal"));
      } catch (IOException e) {
        throw WrittenFolder.trouble(folder.file(Section.DEVICES), e);
      }
    }
    return ids;
  }
}
