package dev.wayleave.importers.tailscale.api;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.testkit.hosted.HostedApi;
import dev.wayleave.testkit.hosted.HostedQuestion;
import dev.wayleave.testkit.hosted.HostedSample;
import dev.wayleave.testkit.hosted.HostedTokens;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Exports from the fake, with a clock that waits move on.
final class Exports {
  static final Credential TOKEN = new Credential.ApiToken(SecretText.of(HostedTokens.API_TOKEN));
  static final Credential CLIENT =
      new Credential.OAuthClient(HostedTokens.CLIENT_ID, SecretText.of(HostedTokens.CLIENT_SECRET));
  static final Credential IDENTITY =
      new Credential.WorkloadIdentity(
          HostedTokens.IDENTITY_ID, () -> SecretText.of(HostedTokens.ID_TOKEN));

  private static final Patience PATIENCE =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofHours(4),
          4,
          Duration.ofSeconds(1),
          Duration.ofMinutes(1));

  final HostedApi api;
  final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
  private final Path folder;
  private Instant now = HostedSample.TOLD_AT;
  private Credential credential = TOKEN;
  private Patience patience = PATIENCE;
  private String tailnet = "-";

  Exports(HostedApi api, Path folder) {
    this.api = api;
    this.folder = folder;
  }

  Exports as(Credential other) {
    credential = other;
    return this;
  }

  Exports of(String name) {
    tailnet = name;
    return this;
  }

  Exports within(Duration whole) {
    patience = PATIENCE.within(whole);
    return this;
  }

  Exports answeredWithin(Duration request) {
    patience =
        new Patience(
            request, request, PATIENCE.whole(), 2, PATIENCE.firstPause(), PATIENCE.longestPause());
    return this;
  }

  synchronized Instant now() {
    return now;
  }

  private synchronized void pass(Duration time) {
    waits.add(time);
    now = now.plus(time);
  }

  HostedClient client() {
    return new HostedClient(
        new HostedAddress(api.url(), tailnet),
        credential,
        patience,
        new Waiting(this::now, new Random(7), this::pass));
  }

  ExportSummary run() throws HostedException {
    return run(ExportRequest.all(folder));
  }

  ExportSummary refresh() throws HostedException {
    return run(new ExportRequest(folder, EnumSet.allOf(Section.class), true, null));
  }

  ExportSummary only(Section... sections) throws HostedException {
    return run(new ExportRequest(folder, Set.of(sections), false, null));
  }

  ExportSummary run(ExportRequest request) throws HostedException {
    try (HostedClient client = client()) {
      return TailnetExport.run(client, this::now, request, Progress.SILENT);
    }
  }

  HostedException failure() {
    return catchThrowableOfType(HostedException.class, this::run);
  }

  /// What was asked, as `GET /api/v2/…`.
  List<String> asked() {
    return api.asked().stream().map(HostedQuestion::toString).toList();
  }
}
