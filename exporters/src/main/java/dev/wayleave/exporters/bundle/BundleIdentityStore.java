package dev.wayleave.exporters.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.exporters.file.PendingFile;
import dev.wayleave.exporters.migration.MigrationNames;
import dev.wayleave.importers.bundle.FileTrouble;
import dev.wayleave.tailnet.identity.rewrite.Holder;
import dev.wayleave.tailnet.identity.rewrite.Holdings;
import dev.wayleave.tailnet.identity.rewrite.IdentityRewrite;
import dev.wayleave.tailnet.identity.rewrite.IdentityStore;
import dev.wayleave.tailnet.identity.rewrite.IdentityStoreException;
import dev.wayleave.tailnet.identity.rewrite.RewrittenInventory;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.bundle.Bundle;
import dev.wayleave.tailnet.inventory.bundle.BundleWriter;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.tailnet.model.PolicyVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// The identities in a bundle. It is written anew beside its name, which the new file takes when it
/// is whole; the former one stays beside it.
public final class BundleIdentityStore implements IdentityStore {
  private static final String FORMAT = "wayleave-bundle-identities/1";

  private final Path file;
  private final BundleOptions options;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Progress progress;

  /// @param options by which the bundle is opened and written again
  /// @param random gives salts; a cryptographically strong generator
  public BundleIdentityStore(
      Path file,
      BundleOptions options,
      InstantSource clock,
      RandomGenerator random,
      Progress progress) {
    this.file = file;
    this.options = options;
    this.clock = clock;
    this.random = random;
    this.progress = progress;
  }

  @Override
  public Holdings read() throws IdentityStoreException {
    FormerBundle former = former();
    Inventory inventory = former.inventory();
    String release = inventory.source().release();
    return Holdings.apart(
        "the bundle %s (of %s)"
            .formatted(file, (inventory.source().kind() + " " + release).strip()),
        former.sha256(),
        Holder.all(
            inventory.users(), inventory.nodes(), inventory.preAuthKeys(), inventory.apiKeys()),
        inventory.policyInUse().map(PolicyVersion::text).orElse(null));
  }

  private FormerBundle former() throws IdentityStoreException {
    FormerBundle former;
    try {
      former = FormerBundle.read(file, options, progress);
    } catch (TargetException e) {
      throw new IdentityStoreException(String.valueOf(e.getMessage()), e);
    }
    if (former.isAbsent()) {
      throw new IdentityStoreException("There is no bundle " + file + "; name one that exists.");
    }
    return former;
  }

  @Override
  public List<String> apply(IdentityRewrite rewrite, Journal journal)
      throws IdentityStoreException {
    FormerBundle former = former();
    Bundle bundle = former.bundle();
    if (bundle == null || !former.sha256().equals(rewrite.state())) {
      throw IdentityStoreException.refused(
          "The bundle " + file + " was written again since this was planned; plan again.");
    }
    Reading reading = bundle.reading();
    Inventory inventory = reading.inventory();
    Inventory changed =
        RewrittenInventory.of(
            inventory,
            rewrite,
            inventory.source(),
            new RewrittenInventory.NextPolicy(
                RewrittenInventory.nextNumber(inventory),
                inventory.policyInUse().map(PolicyVersion::origin).orElse("bundle"),
                null,
                clock.instant()));
    BundleOptions same =
        new BundleOptions(
            options.passphrase(), options.plain(), bundle.manifest().withoutSecrets());
    BundleWriter writer =
        new BundleWriter(clock.instant(), same.protection(random), same.withoutSecrets());
    try (PendingFile pending =
        PendingFile.write(
            former.place(),
            out ->
                writer.write(
                    new Reading(changed, reading.counts(), reading.findings()), out, progress))) {
      String name = new MigrationNames(clock, random).next();
      journal.keep("{\"format\":\"%s\",\"name\":\"%s\"}".formatted(FORMAT, name));
      dev.wayleave.exporters.bundle.Journal kept =
          dev.wayleave.exporters.bundle.Journal.write(
              former.place(),
              name,
              pending.sha256(),
              dev.wayleave.exporters.bundle.Journal.Former.PRESENT);
      pending.commit();
      return List.of(
          "The bundle as it was before is kept in " + kept.file() + ", which holds secrets.");
    } catch (IOException e) {
      throw new IdentityStoreException(FileTrouble.writing(file, e), e);
    }
  }

  @Override
  public void rollback(String journal) throws IdentityStoreException {
    try {
      Path place = FormerBundle.placeOf(file);
      Path kept = dev.wayleave.exporters.bundle.Journal.pathFor(place, name(journal));
      if (!Files.exists(kept)) {
        throw new IdentityStoreException(
            "The former bundle is not at %s any more, so it was brought back already or moved; nothing was undone."
                .formatted(kept));
      }
      dev.wayleave.exporters.bundle.Journal former =
          dev.wayleave.exporters.bundle.Journal.read(kept);
      if (!Files.exists(place) || !PendingFile.sha256Of(place).equals(former.written())) {
        throw IdentityStoreException.refused(
            "The bundle %s was written again since, so nothing was undone; the former one is kept in %s."
                .formatted(file, kept));
      }
      former.restore(place);
    } catch (IOException e) {
      throw new IdentityStoreException(FileTrouble.writing(file, e), e);
    }
  }

  private static String name(String journal) throws IdentityStoreException {
    try {
      JsonNode tree = new JsonMapper().readTree(journal);
      String name = tree.path("name").asText();
      if (tree.path("format").asText().equals(FORMAT) && MigrationNames.isOne(name)) {
        return name;
      }
      throw new IdentityStoreException(
          "The journal is not one of a bundle, or of another Wayleave; nothing was undone.");
    } catch (JsonProcessingException e) {
      throw new IdentityStoreException("The journal was damaged; nothing was undone.", e);
    }
  }

  @Override
  public void close() {
    // Each question opens the file for itself.
  }
}
