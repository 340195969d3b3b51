package dev.wayleave.coordinator.oidc;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.wayleave.api.IdentityProviderSettings;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.SecretText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A file of identity providers, YAML or JSON: a list of [IdentityProviderSettings].
///
/// It is looked at again every few seconds, so that providers are added, disabled and swapped
/// without a restart; while it cannot be read, the former ones stay.
public final class ProvidersFile {
  /// The key of the configuration file, and without dashes the variable, that names it.
  public static final String KEY = "identity-providers";

  private static final Logger LOG = Logger.getLogger(ProvidersFile.class);
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final long LARGEST = 1 << 20;
  private static final ObjectReader LIST =
      new ObjectMapper(new YAMLMapper().getFactory())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readerForListOf(IdentityProviderSettings.class);

  /// What the file says of one provider.
  record Entry(IdentityProvider provider, Optional<SecretText> secret) {}

  /// What a look at the file has shown.
  ///
  /// @param entries null until the file could be read once
  /// @param stamps of the files that were read; empty where the last look could not read them, so
  ///   that the next one tries again
  /// @param complaint what was last said of it; empty where all was well
  private record Look(
      @Nullable Map<String, Entry> entries,
      Map<Path, String> stamps,
      String complaint,
      Instant at) {
    boolean isOfNow() {
      return !stamps.isEmpty()
          && stamps.entrySet().stream().allMatch(one -> one.getValue().equals(stamp(one.getKey())));
    }
  }

  private final @Nullable Path file;
  private final InstantSource clock;
  private volatile @Nullable Look last;

  /// @param file null for none
  ProvidersFile(@Nullable Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /// The providers as the file has them; none where it could never be read.
  Map<String, Entry> entries() {
    return known().orElse(Map.of());
  }

  /// The providers as the file has them, where it could be read since the start, or there is none.
  Optional<Map<String, Entry>> known() {
    return file == null ? Optional.of(Map.of()) : Optional.ofNullable(latest(file).entries());
  }

  private Look latest(Path file) {
    Look known = last;
    Instant now = clock.instant();
    if (known != null && now.isBefore(known.at().plus(EVERY))) {
      return known;
    }
    Look next = look(file, known, now);
    last = next;
    return next;
  }

  private static Look look(Path file, @Nullable Look known, Instant now) {
    if (known != null && known.isOfNow()) {
      return new Look(known.entries(), known.stamps(), known.complaint(), now);
    }
    Map<Path, String> stamps = new LinkedHashMap<>();
    try {
      return new Look(read(file, stamps), stamps, "", now);
    } catch (IOException e) {
      String complaint = sentence(file, e);
      if (known == null || !complaint.equals(known.complaint())) {
        LOG.warnf("%s The providers stay as they were.", complaint);
      }
      return new Look(known == null ? null : known.entries(), Map.of(), complaint, now);
    }
  }

  /// What differs once a file was changed.
  private static String stamp(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
    } catch (IOException _) {
      return "unreadable";
    }
  }

  /// Reads a file once, to find mistakes before the start; the message is a sentence.
  public static void check(Path file) throws IOException {
    try {
      Object _ = read(file, new LinkedHashMap<>());
    } catch (IOException e) {
      throw new IOException(sentence(file, e), e);
    }
  }

  private static String sentence(Path file, IOException trouble) {
    return switch (trouble) {
      case NoSuchFileException _ ->
          "The file of identity providers " + file + " does not exist; correct " + KEY + ".";
      case JsonProcessingException wrong ->
          "The file of identity providers %s is wrong%s: %s."
              .formatted(file, line(wrong.getLocation()), clause(wrong));
      default ->
          "The file of identity providers "
              + file
              + " cannot be read; check owner and permissions.";
    };
  }

  private static String line(@Nullable JsonLocation location) {
    return location == null ? "" : " in line " + location.getLineNr();
  }

  private static String clause(JsonProcessingException wrong) {
    String first = wrong.getOriginalMessage().lines().findFirst().orElse("it is not YAML");
    return first.length() > 200 ? first.substring(0, 200) : first;
  }

  /// @param stamps is given those of the files that are read, as they are before that
  private static Map<String, Entry> read(Path file, Map<Path, String> stamps) throws IOException {
    stamps.put(file, stamp(file));
    if (Files.size(file) > LARGEST) {
      throw new MistakeException("it is larger than 1 MiB");
    }
    List<IdentityProviderSettings> all = LIST.readValue(Files.readAllBytes(file));
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (IdentityProviderSettings settings :
        all == null ? List.<IdentityProviderSettings>of() : all) {
      String name = settings.name();
      if (name == null) {
        throw new MistakeException("a provider has no name");
      }
      try {
        Entry entry = new Entry(ProviderForm.read(name, settings), secret(file, settings, stamps));
        if (entries.put(name, entry) != null) {
          throw new MistakeException("there are two providers " + name);
        }
      } catch (IllegalArgumentException e) {
        throw new MistakeException("of " + name + " " + e.getMessage());
      }
    }
    return Map.copyOf(entries);
  }

  private static Optional<SecretText> secret(
      Path file, IdentityProviderSettings settings, Map<Path, String> stamps) throws IOException {
    String named = settings.clientSecretFile();
    if (named == null) {
      return Optional.ofNullable(settings.clientSecret()).map(SecretText::of);
    }
    Path beside = file.toAbsolutePath().resolveSibling(named);
    stamps.put(beside, stamp(beside));
    if (!Files.isReadable(beside) || Files.size(beside) > LARGEST) {
      throw new MistakeException("of " + settings.name() + " clientSecretFile cannot be read");
    }
    return Optional.of(SecretText.of(Files.readString(beside).strip()));
  }

  /// A mistake that is not one of YAML.
  private static final class MistakeException extends JsonProcessingException {
    private static final long serialVersionUID = 1L;

    MistakeException(String clause) {
      super(clause);
    }
  }
}
