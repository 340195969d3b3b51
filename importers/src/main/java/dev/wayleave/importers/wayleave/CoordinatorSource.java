package dev.wayleave.importers.wayleave;

import dev.wayleave.api.client.ApiException;
import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.api.client.StalledException;
import dev.wayleave.tailnet.inventory.InventorySource;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.bundle.BundleException;
import dev.wayleave.tailnet.inventory.bundle.BundleReader;
import java.io.IOException;
import java.io.InputStream;

/// A running coordinator as a source; its inventory comes as a plain bundle.
public final class CoordinatorSource implements InventorySource {
  /// As for a bundle file: far above what 100 000 nodes take.
  private static final long MAX_PAYLOAD_BYTES = 8L << 30;

  private final CoordinatorClient client;
  private final boolean secrets;

  /// @param secrets asks for secrets too; else they come as fingerprints
  public CoordinatorSource(CoordinatorClient client, boolean secrets) {
    this.client = client;
    this.secrets = secrets;
  }

  @Override
  public Reading read(Progress progress) throws SourceException {
    String url = client.address().url().toString();
    if (secrets && !client.address().isConfidential()) {
      throw new SourceException(
          "Secrets are not fetched from "
              + url
              + " over an unencrypted connection; use https, an SSH tunnel to loopback, or leave"
              + " the secrets out.");
    }
    progress.at("asking the coordinator", 0, -1);
    try (InputStream in = client.migrations().inventory(secrets)) {
      return new BundleReader(null, MAX_PAYLOAD_BYTES).read(in, progress).reading();
    } catch (ApiException | StalledException e) {
      throw new SourceException(String.valueOf(e.getMessage()), e);
    } catch (BundleException e) {
      throw new SourceException(
          "What the coordinator at "
              + url
              + " sent cannot be used ("
              + e.getMessage()
              + "); look at its log, then try again.",
          e);
    } catch (IOException e) {
      throw new SourceException(
          "The connection to the coordinator at "
              + url
              + " broke while its inventory was read; look whether it still runs, then try again.",
          e);
    }
  }
}
