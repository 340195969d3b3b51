package dev.wayleave.exporters.wayleave;

import dev.wayleave.api.IdentityRewriteRequest;
import dev.wayleave.api.Problem;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.exporters.migration.MigrationNames;
import dev.wayleave.tailnet.identity.rewrite.Holdings;
import dev.wayleave.tailnet.identity.rewrite.IdentityRewrite;
import dev.wayleave.tailnet.identity.rewrite.IdentityStore;
import dev.wayleave.tailnet.identity.rewrite.IdentityStoreException;
import java.util.List;
import java.util.stream.Collectors;

/// The identities of a running coordinator, over its API. It keeps itself what taking back needs;
/// the journal holds the name of it.
public final class CoordinatorIdentityStore implements IdentityStore {
  private static final String BETWEEN = "; ";
  private static final int CONFLICT = 409;
  private static final int MISSING = 404;

  private final CoordinatorClient client;
  private final MigrationNames names;

  public CoordinatorIdentityStore(CoordinatorClient client, MigrationNames names) {
    this.client = client;
    this.names = names;
  }

  @Override
  public Holdings read() throws IdentityStoreException {
    try {
      return client.identities().holdings().at("the coordinator at " + client.address().url());
    } catch (ApiException e) {
      throw told(e);
    }
  }

  @Override
  public List<String> apply(IdentityRewrite rewrite, Journal journal)
      throws IdentityStoreException {
    String id = names.next();
    journal.keep(id);
    try {
      var _ =
          client
              .identities()
              .rewrite(
                  new IdentityRewriteRequest(
                      id, rewrite.state(), rewrite.changes(), rewrite.policy()));
    } catch (ApiException e) {
      throw told(e);
    }
    return List.of("The coordinator goes by it already; it is the migration " + id + " there.");
  }

  @Override
  public void rollback(String journal) throws IdentityStoreException {
    if (!MigrationNames.isOne(journal)) {
      throw new IdentityStoreException(
          "The journal is not one of a coordinator, or was damaged; nothing was undone.");
    }
    try {
      var _ = client.identities().rollBack(journal);
    } catch (ApiException e) {
      if (e.problem().filter(problem -> problem.status() == MISSING).isPresent()) {
        throw IdentityStoreException.refused(
            "The coordinator knows no change of identities "
                + journal
                + ", so it was never made there; nothing was undone.");
      }
      throw told(e);
    }
  }

  private static IdentityStoreException told(ApiException e) {
    String message = String.valueOf(e.getMessage());
    Problem problem = e.problem().orElse(null);
    if (problem == null || problem.status() != CONFLICT) {
      return new IdentityStoreException(message, e);
    }
    List<String> losses = problem.losses();
    return IdentityStoreException.refused(
        losses == null || losses.isEmpty()
            ? message
            : message + " " + losses.stream().collect(Collectors.joining(BETWEEN)));
  }

  @Override
  public void close() {
    client.close();
  }
}
