package dev.wayleave.importers.tailscale.api;

import dev.wayleave.importers.tailscale.NotRead;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.api.HostedException.Reason;
import dev.wayleave.tailnet.inventory.Progress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Asks for every section and keeps the answers in a folder.
///
/// What is there already is not asked again, so a run that was cut off is gone on with by the same
/// command. Before anything is added to a folder, the API is asked which tailnet it tells of.
public final class TailnetExport {
  private static final String LOCK =
      "the API does not tell it; put the output of \"tailscale lock status --json\" on a member"
          + " there";
  private static final String NO_DERP_MAP =
      "the API does not tell it; put the map of the relays there, or give --derp-map URL";

  private final HostedClient client;
  private final InstantSource clock;
  private final ExportRequest request;
  private final Progress progress;
  private final Tally tally = new Tally();
  private final AtomicInteger done = new AtomicInteger();
  private final ExportFolder folder;
  private ExportManifest manifest;
  private boolean confirmed;
  private final Set<Section> absent = EnumSet.noneOf(Section.class);

  private TailnetExport(
      HostedClient client,
      InstantSource clock,
      ExportRequest request,
      Progress progress,
      ExportFolder folder,
      ExportManifest manifest) {
    this.client = client;
    this.clock = clock;
    this.request = request;
    this.progress = progress;
    this.folder = folder;
    this.manifest = manifest;
  }

  public static ExportSummary run(
      HostedClient client, InstantSource clock, ExportRequest request, Progress progress)
      throws HostedException {
    ExportFolder folder = ExportFolder.open(request.folder());
    ExportManifest begun = ExportManifest.begun(client.address(), now(clock));
    ExportManifest manifest = folder.manifest().orElse(begun);
    samePlace(folder.path(), manifest, client.address());
    return new TailnetExport(client, clock, request, progress, folder, manifest).run();
  }

  private static void samePlace(Path folder, ExportManifest manifest, HostedAddress address)
      throws HostedException {
    String tailnet = address.tailnet();
    boolean named =
        !tailnet.equals(HostedAddress.OWN) && !manifest.tailnet().equals(HostedAddress.OWN);
    if (!manifest.baseUrl().equals(address.url().toString())
        || (named && !manifest.tailnet().equals(tailnet))) {
      throw new HostedException(
          Reason.FOLDER,
          "%s holds an export of the tailnet %s at %s; name another folder, as two tailnets are not mixed."
              .formatted(
                  folder, ErrorText.tidy(manifest.tailnet()), ErrorText.tidy(manifest.baseUrl())));
    }
  }

  private static String now(InstantSource clock) {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private ExportSummary run() throws HostedException {
    List<Section> asked = asked();
    folder.write(manifest.ended(null, manifest.notRead()));
    boolean whole = false;
    try {
      Set<Section> first = identify(asked);
      sections(asked.stream().filter(section -> !first.contains(section)).toList());
      new DeviceSections(client, folder, request, tally, progress).run();
      whole = true;
    } finally {
      manifest = manifest.ended(whole ? now(clock) : null, allMissing());
      folder.write(manifest);
    }
    return new ExportSummary(
        folder.path(), manifest.tailnetId(), tally.outcomes(), tally.notRead());
  }

  /// What this run did not ask about is missing as it was.
  private List<NotRead> allMissing() {
    List<NotRead> all = new ArrayList<>(tally.notRead());
    manifest.notRead().stream()
        .filter(before -> !request.only().contains(before.section()))
        .forEach(all::add);
    return all;
  }

  private List<Section> asked() {
    List<Section> asked = new ArrayList<>();
    for (Section section : Section.values()) {
      if (section.perDevice() || !request.only().contains(section)) {
        continue;
      }
      if (folder.has(section) && (!request.refresh() || section == Section.LOCK_STATUS)) {
        tally.kept(section);
      } else {
        asked.add(section);
      }
    }
    return asked;
  }

  /// Asks which tailnet it is where the folder holds something of one already; the users tell it,
  /// and where they may not be read, the devices.
  ///
  /// @return the sections that were asked by that
  private Set<Section> identify(List<Section> asked) throws HostedException {
    boolean toldBefore = !manifest.identity().equals(Identity.UNKNOWN);
    boolean nothing =
        asked.stream().allMatch(s -> s == Section.LOCK_STATUS || s == Section.DERP_MAP)
            && !DeviceSections.lacksSome(folder, request);
    if (nothing || !toldBefore) {
      return Set.of();
    }
    progress.at("asking which tailnet it is", 0, -1);
    fetch(Section.USERS, asked.contains(Section.USERS));
    if (confirmed) {
      return Set.of(Section.USERS);
    }
    fetch(Section.DEVICES, asked.contains(Section.DEVICES));
    return Set.of(Section.USERS, Section.DEVICES);
  }

  private void sections(List<Section> asked) throws HostedException {
    List<Workers.Job> jobs = new ArrayList<>();
    for (Section section : asked) {
      jobs.add(() -> {
        if (section == Section.LOCK_STATUS) {
          tally.missing(new NotRead(section, "", 0, LOCK));
        } else if (section == Section.DERP_MAP) {
          derpMap(request.derpMap());
        } else {
          fetch(section, true);
        }
        progress.at("asking for sections", done.incrementAndGet(), asked.size());
      });
    }
    Workers.run(jobs);
  }

  private void derpMap(@Nullable URI url) throws HostedException {
    if (url == null) {
      tally.missing(new NotRead(Section.DERP_MAP, "", 0, NO_DERP_MAP));
      return;
    }
    try (ExportFolder.Incoming body = folder.incoming(Section.DERP_MAP)) {
      conclude(Section.DERP_MAP, client.askOpenly(url, body), body, true);
    } catch (IOException e) {
      throw ExportFolder.trouble(folder.path(), e);
    }
  }

  /// @param keep whether the answer goes into the folder, or only tells which tailnet it is
  private void fetch(Section section, boolean keep) throws HostedException {
    Instant now = clock.instant();
    try (ExportFolder.Incoming body = folder.incoming(section)) {
      Reply reply = null;
      for (String path : Sections.paths(section, now)) {
        if (reply == null || reply.status() == 404) {
          Question question = Sections.question(section, client.address().of(path));
          reply = client.ask(question, body);
        }
      }
      if (reply != null) {
        if (reply.isGood()) {
          compare(section, body.body());
          if (section == Section.KEYS) {
            new KeyDetails(client).complete(body);
          }
        }
        absent(section, reply.status());
        conclude(section, reply, body, keep);
      }
    } catch (IOException e) {
      throw ExportFolder.trouble(folder.path(), e);
    }
  }

  /// A tailnet that has neither users nor devices to be found is none.
  private synchronized void absent(Section section, int status) throws HostedException {
    if (status == 404 && (section == Section.USERS || section == Section.DEVICES)) {
      absent.add(section);
    }
    if (absent.size() > 1) {
      throw new HostedException(
          Reason.ANSWER,
          "%s knows no tailnet \"%s\" that the credential may read; check --tailnet and --base-url."
              .formatted(client.address().url(), client.address().tailnet()));
    }
  }

  private void conclude(Section section, Reply reply, ExportFolder.Incoming body, boolean keep)
      throws HostedException {
    if (!keep) {
      return;
    }
    if (reply.isGood()) {
      body.commit();
      tally.read(section);
    } else {
      tally.missing(new NotRead(section, "", reply.status(), reply.message()));
    }
  }

  private synchronized void compare(Section section, Path body)
      throws HostedException, IOException {
    Identity told =
        switch (section) {
          case USERS -> Identity.ofUsers(body);
          case DEVICES -> Identity.ofDevices(body);
          case POLICY,
              DNS,
              SETTINGS,
              KEYS,
              SERVICES,
              WEBHOOKS,
              CONTACTS,
              POSTURE_INTEGRATIONS,
              LOGSTREAM_CONFIGURATION,
              LOGSTREAM_NETWORK,
              AUDIT,
              USER_INVITES,
              DERP_MAP,
              LOCK_STATUS,
              DEVICE_ATTRIBUTES,
              DEVICE_INVITES ->
              Identity.UNKNOWN;
        };
    if (told.differsFrom(manifest.identity())) {
      throw new HostedException(
          Reason.FOLDER,
          "%s holds an export of the tailnet %s, and the credential is one of %s; name another folder, as two tailnets are not mixed."
              .formatted(folder.path(), manifest.identity().label(), told.label()));
    }
    confirmed |= told.confirms(manifest.identity());
    manifest = manifest.of(told);
    folder.write(manifest);
  }
}
