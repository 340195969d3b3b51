package dev.wayleave.importers.tailscale.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.NotRead;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.api.HostedException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `export.json` says of the folder that it is in.
///
/// @param format [#FORMAT]
/// @param kind who wrote the folder
/// @param baseUrl where the API was asked
/// @param tailnet as it was named there, often `-`
/// @param tailnetId what the API calls it; null where it was not told
/// @param suffix of the names of its devices; null where it has none
/// @param startedAt when the first question was asked, RFC 3339
/// @param endedAt when the last one was answered; null where the run did not come to its end
/// @param refreshing the sections that a run began to ask anew and did not come to its end with:
///   what lies there of them is of two times
/// @param notRead what was asked and not told
@JsonIgnoreProperties(ignoreUnknown = true)
public record ExportManifest(
    @JsonProperty("format") String format,
    @JsonProperty("version") int version,
    @JsonProperty("kind") ExportKind kind,
    @JsonProperty("baseUrl") String baseUrl,
    @JsonProperty("tailnet") String tailnet,
    @JsonProperty("tailnetId") @Nullable String tailnetId,
    @JsonProperty("suffix") @Nullable String suffix,
    @JsonProperty("startedAt") String startedAt,
    @JsonProperty("endedAt") @Nullable String endedAt,
    @JsonProperty("refreshing") Set<Section> refreshing,
    @JsonProperty("notRead") List<NotRead> notRead) {
  public static final String FORMAT = "wayleave-export";
  public static final int VERSION = 1;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @SuppressWarnings("NullAway") // Jackson gives null for a member that is not there.
  public ExportManifest {
    notRead = notRead == null ? List.of() : List.copyOf(notRead);
    refreshing = refreshing == null ? Set.of() : Collections.unmodifiableSet(sorted(refreshing));
  }

  static ExportManifest begun(HostedAddress address, String now) {
    return new ExportManifest(
        FORMAT,
        VERSION,
        ExportKind.API,
        address.url().toString(),
        address.tailnet(),
        null,
        null,
        now,
        null,
        Set.of(),
        List.of());
  }

  ExportManifest of(Identity identity) {
    return new ExportManifest(
        format,
        version,
        kind,
        baseUrl,
        tailnet,
        identity.tailnetId() == null ? tailnetId : identity.tailnetId(),
        identity.suffix() == null ? suffix : identity.suffix(),
        startedAt,
        endedAt,
        refreshing,
        notRead);
  }

  /// A run has begun that has not come to its end.
  ///
  /// @param anew what it asks for although it lies there already
  ExportManifest underWay(Set<Section> anew) {
    Set<Section> all = sorted(refreshing);
    all.addAll(anew);
    return with(null, all, notRead);
  }

  ExportManifest missing(List<NotRead> missing) {
    return with(endedAt, refreshing, missing);
  }

  ExportManifest ended(String now, Set<Section> asked, List<NotRead> missing) {
    Set<Section> left = sorted(refreshing);
    left.removeAll(asked);
    return with(now, left, missing);
  }

  private static Set<Section> sorted(Set<Section> sections) {
    Set<Section> sorted = EnumSet.noneOf(Section.class);
    sorted.addAll(sections);
    return sorted;
  }

  private ExportManifest with(@Nullable String ended, Set<Section> anew, List<NotRead> missing) {
    return new ExportManifest(
        format, version, kind, baseUrl, tailnet, tailnetId, suffix, startedAt, ended, anew,
        missing);
  }

  Identity identity() {
    return new Identity(tailnetId, suffix);
  }

  byte[] bytes() {
    try {
      String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
      return (text + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new AssertionError("records of texts always serialise", e);
    }
  }

  static ExportManifest read(Path file, byte[] bytes) throws HostedException {
    try {
      ExportManifest manifest =
          JSON.readValue(new String(bytes, StandardCharsets.UTF_8), ExportManifest.class);
      if (FORMAT.equals(manifest.format()) && manifest.version() == VERSION) {
        return manifest;
      }
    } catch (JsonProcessingException e) {
      throw new HostedException(Reason.FOLDER, trouble(file), e);
    }
    throw new HostedException(Reason.FOLDER, trouble(file));
  }

  private static String trouble(Path file) {
    return file
        + " is not what an export of this release writes; name another folder, or remove that file"
        + " together with the export that it belongs to.";
  }
}
