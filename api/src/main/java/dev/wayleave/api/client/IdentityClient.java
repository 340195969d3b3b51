package dev.wayleave.api.client;

import dev.wayleave.api.IdentityRewriteRequest;
import dev.wayleave.api.IdentityRewriteView;
import dev.wayleave.tailnet.identity.rewrite.Holdings;
import java.time.Duration;
import java.util.Map;

/// The calls about identities of users.
public final class IdentityClient {
  private static final String PATH = "/api/v1alpha/identities";

  /// Large tailnets take their time.
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final CoordinatorClient client;

  IdentityClient(CoordinatorClient client) {
    this.client = client;
  }

  /// Everything that is held of identities.
  public Holdings holdings() throws ApiException {
    return client.get(PATH, Holdings.class);
  }

  public IdentityRewriteView rewrite(IdentityRewriteRequest request) throws ApiException {
    return client.post(PATH + "/rewrites", request, IdentityRewriteView.class, PATIENCE);
  }

  public IdentityRewriteView rollBack(String id) throws ApiException {
    return client.post(
        PATH + "/rewrites/" + id + "/rollback", Map.of(), IdentityRewriteView.class, PATIENCE);
  }
}
