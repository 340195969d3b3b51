package dev.wayleave.coordinator.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/// Hears other replicas' commits on a connection of its own, and says so.
///
/// What it says is a hint: PostgreSQL forgets notifications for whoever is not connected, so a
/// reconnection counts as one. What this replica did itself is heard too.
public final class ChangeListener implements AutoCloseable {
  static final String CHANNEL = "wayleave";

  private static final Logger LOG = Logger.getLogger(ChangeListener.class);

  /// pgjdbc sees notifications only when asked; it wakes at once when one arrives, and when the
  /// connection is taken from it at the end.
  private static final Duration LISTEN_FOR = Duration.ofSeconds(30);

  private static final Duration RECONNECT_AFTER = Duration.ofSeconds(1);

  private final String url;
  private final Properties login;
  private final Consumer<Hint> hints;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Connection listening;

  public ChangeListener(String url, String user, String password, Consumer<Hint> hints) {
    this.url = url;
    this.hints = hints;
    login = new Properties();
    login.setProperty("user", user);
    login.setProperty("password", password);
    login.setProperty("ApplicationName", "wayleave listener");
    login.setProperty("connectTimeout", "5");
    login.setProperty("tcpKeepAlive", "true");
    thread = Thread.ofVirtual().name("change-listener").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    boolean heard = true;
    while (!isClosing(Duration.ZERO)) {
      try (Connection connection = DriverManager.getConnection(url, login)) {
        heard = true;
        listen(connection);
      } catch (SQLException e) {
        if (heard && !isClosing(Duration.ZERO)) {
          LOG.warnf(
              "The connection that hears other replicas was lost; it is tried again every second: %s",
              e.getMessage());
        }
        heard = false;
        isClosing(RECONNECT_AFTER);
      }
    }
  }

  private void listen(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen " + CHANNEL);
    }
    hints.accept(new Hint.Anything());
    PGConnection postgres = connection.unwrap(PGConnection.class);
    listening = connection;
    while (!isClosing(Duration.ZERO)) {
      for (PGNotification heard : postgres.getNotifications((int) LISTEN_FOR.toMillis())) {
        hints.accept(Hint.of(heard.getParameter()));
      }
    }
  }

  private boolean isClosing(Duration within) {
    try {
      return closing.await(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    closing.countDown();
    Connection open = listening;
    try {
      if (open != null) {
        open.abort(Runnable::run);
      }
      thread.join(Duration.ofSeconds(3));
    } catch (SQLException e) {
      LOG.debugf("The connection that hears other replicas did not close: %s", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
