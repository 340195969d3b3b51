package dev.wayleave.importers.tailscale.api;

import dev.wayleave.importers.tailscale.NotRead;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.api.HostedException.Reason;
import dev.wayleave.tailnet.inventory.Progress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  private static final int NOT_FOUND = 404;

  private final HostedClient client;
  private final InstantSource clock;
  private final ExportRequest request;
  private final Progress progress;
  private final Tally tally = new Tally();
  private final AtomicInteger done = new AtomicInteger();
  private final Set<Section> refused = ConcurrentHashMap.newKeySet();
  private final WrittenFolder folder;
  private ExportManifest manifest;
  private boolean confirmed;

  /// Whether what lies there is of a tailnet that nothing tells.
  private final boolean tailnetUnknown;

  private TailnetExport(
      HostedClient client,
      InstantSource clock,
      ExportRequest request,
      Progress progress,
      WrittenFolder folder,
      ExportManifest manifest) {
    this.client = client;
    this.clock = clock;
    this.request = request;
    this.progress = progress;
    this.folder = folder;
    this.manifest = manifest;
    this.tailnetUnknown = manifest.identity().equals(Identity.UNKNOWN) && folder.hasAnswers();
  }

  /// Whether a folder holds an export that came to its end.
  public static boolean hasEnded(Path folder) throws HostedException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    Optional<ExportManifest> manifest = WrittenFolder.at(folder).manifest();
    return manifest.isPresent() && manifest.get().endedAt() != null;
  }

  public static ExportSummary run(
      HostedClient client, InstantSource clock, ExportRequest request, Progress progress)
      throws HostedException {
    WrittenFolder folder = WrittenFolder.open(request.folder());
    ExportManifest begun = ExportManifest.begun(client.address(), now(clock));
    ExportManifest manifest = folder.manifest().orElse(begun);
    samePlace(folder.path(), manifest, client.address());
    client.tell(progress);
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
    boolean anew = request.refresh() && folder.hasAnswers();
    manifest = manifest.underWay(anew ? request.only() : Set.of());
    folder.write(manifest);
    boolean whole = false;
    try {
      Set<Section> first = identify(asked);
      sections(asked.stream().filter(section -> !first.contains(section)).toList());
      refuseUnknown();
      removeRefused();
      new DeviceSections(client, folder, deviceRequest(), tally, progress).run();
      whole = true;
    } finally {
      manifest =
          whole
              ? manifest.ended(now(clock), request.only(), allMissing())
              : manifest.missing(allMissing());
      folder.write(manifest);
    }
    return new ExportSummary(
        folder.path(), manifest.tailnetId(), tally.outcomes(), tally.notRead());
  }

  /// What lies there of devices may be another tailnet's too.
  private ExportRequest deviceRequest() {
    boolean anew = isAskedAnew(Section.DEVICE_ATTRIBUTES) || isAskedAnew(Section.DEVICE_INVITES);
    return anew
        ? new ExportRequest(request.folder(), request.only(), true, request.derpMap())
        : request;
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
      boolean wanted = request.only().contains(section) || (tailnetUnknown && folder.has(section));
      if (section.perDevice() || !wanted) {
        continue;
      }
      if (folder.has(section) && !isAskedAnew(section)) {
        tally.kept(section);
      } else {
        asked.add(section);
      }
    }
    return asked;
  }

  /// What was asked before anything told which tailnet it is of may be another's.
  private boolean isAskedAnew(Section section) {
    return switch (section) {
      case LOCK_STATUS -> false;
      case DERP_MAP -> isRefreshed(section) && request.derpMap() != null;
      case DEVICES,
          USERS,
          POLICY,
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
          DEVICE_ATTRIBUTES,
          DEVICE_INVITES ->
          isRefreshed(section) || tailnetUnknown;
    };
  }

  /// A refresh that was cut off left old answers beside new ones, so it begins anew.
  private boolean isRefreshed(Section section) {
    return request.refresh() || manifest.refreshing().contains(section);
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
    int users = fetch(Section.USERS, asked.contains(Section.USERS));
    if (confirmed) {
      return Set.of(Section.USERS);
    }
    int devices = fetch(Section.DEVICES, asked.contains(Section.DEVICES));
    if (users == NOT_FOUND && devices == NOT_FOUND) {
      throw unknownTailnet();
    }
    if (!confirmed && asked.stream().anyMatch(folder::has)) {
      throw new HostedException(
          Reason.FOLDER,
          "%s holds an export of the tailnet %s, and the credential may read neither users nor devices, so nothing tells whether it is one of the same; name another folder, or give a credential that has the scope users:read or devices:core:read."
              .formatted(folder.path(), manifest.identity().label()));
    }
    return Set.of(Section.USERS, Section.DEVICES);
  }

  private HostedException unknownTailnet() {
    return new HostedException(
        Reason.ANSWER,
        "%s knows no tailnet \"%s\" that the credential may read; check --tailnet and --base-url."
            .formatted(client.address().url(), client.address().tailnet()));
  }

  /// A tailnet that somebody named and that has neither users nor devices to be found is none.
  private void refuseUnknown() throws HostedException {
    boolean named = !client.address().tailnet().equals(HostedAddress.OWN);
    List<Section> absent =
        tally.notRead().stream()
            .filter(missing -> missing.status() == NOT_FOUND)
            .map(NotRead::section)
            .toList();
    if (named && absent.containsAll(List.of(Section.USERS, Section.DEVICES))) {
      throw unknownTailnet();
    }
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
    try (WrittenFolder.Incoming body = folder.incoming(Section.DERP_MAP)) {
      conclude(Section.DERP_MAP, client.askOpenly(url, body), body, true);
    } catch (HostedException e) {
      // Another place than the API: without its map the rest is worth as much.
      if (e.reason() != Reason.UNREACHABLE && e.reason() != Reason.ANSWER) {
        throw e;
      }
      tally.missing(
          new NotRead(Section.DERP_MAP, "", 0, ErrorText.tidy(String.valueOf(e.getMessage()))));
    } catch (IOException e) {
      throw WrittenFolder.trouble(folder.path(), e);
    }
  }

  /// @param keep whether the answer goes into the folder, or only tells which tailnet it is
  /// @return the status of the answer
  private int fetch(Section section, boolean keep) throws HostedException {
    Instant now = clock.instant();
    try (WrittenFolder.Incoming body = folder.incoming(section)) {
      Reply reply = null;
      for (String path : Sections.paths(section, now)) {
        if (reply == null || reply.status() == NOT_FOUND) {
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
        conclude(section, reply, body, keep);
      }
      return reply == null ? 0 : reply.status();
    } catch (IOException e) {
      throw WrittenFolder.trouble(folder.path(), e);
    }
  }

  private void conclude(Section section, Reply reply, WrittenFolder.Incoming body, boolean keep)
      throws HostedException {
    if (!keep) {
      return;
    }
    if (reply.isGood()) {
      body.commit();
      tally.read(section);
    } else {
      boolean older = folder.has(section) && (reply.isPassing() || section == Section.DERP_MAP);
      if (!older) {
        refused.add(section);
      }
      tally.missing(new NotRead(section, "", reply.status(), told(section, reply, older)));
    }
  }

  /// What may not be read any more is not kept from before; until the tailnet is known to be the
  /// folder's, nothing is taken away.
  private void removeRefused() throws HostedException {
    for (Section section : refused) {
      folder.remove(section);
    }
  }

  /// A tailnet that has neither users nor devices to be found may be none that is known there.
  private String told(Section section, Reply reply, boolean older) {
    return reply.status() == NOT_FOUND && (section == Section.USERS || section == Section.DEVICES)
        ? (reply.message() + " (check --tailnet and --base-url)").strip()
        : reply.message(older);
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
