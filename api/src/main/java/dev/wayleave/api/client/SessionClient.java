package dev.wayleave.api.client;

import dev.wayleave.api.SessionBegun;
import dev.wayleave.api.SessionView;
import dev.wayleave.tailnet.model.SecretText;
import java.net.URI;
import java.util.Map;

/// The calls by which a command gets a key for the person who typed it; they need none.
public final class SessionClient implements AutoCloseable {
  private static final String SESSIONS = "/api/v1alpha/sessions";

  private final CoordinatorClient client;

  public SessionClient(URI url) {
    this.client = new CoordinatorClient(new CoordinatorAddress(url, SecretText.of("")));
  }

  /// Begins a login.
  ///
  /// @param device what the page is to call this machine
  public SessionBegun begin(String device) throws ApiException {
    return client.post(SESSIONS, Map.of("device", device), SessionBegun.class);
  }

  /// What has become of it; a problem with status 404 where it waits no more.
  public SessionView ask(SessionBegun begun) throws ApiException {
    return client.post(
        SESSIONS + "/" + begun.id() + "/key", Map.of("secret", begun.secret()), SessionView.class);
  }

  /// Ends the key of a login.
  public void end(SecretText key) throws ApiException {
    SessionView ended =
        client.post(SESSIONS + "/end", Map.of("key", key.reveal()), SessionView.class);
    if (!ended.status().equals("ended")) {
      throw new AssertionError("the coordinator ends what it is given, or refuses");
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
