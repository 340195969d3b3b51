package dev.wayleave.coordinator.door;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.spi.VertxServiceProvider;
import java.util.Optional;

/// Puts the door before the sockets of Vert.x, which finds this by its service loader.
///
/// Vert.x hands a connection out only once it has read a request, and Quarkus not at all.
public final class DoorProvider implements VertxServiceProvider {
  @Override
  public void init(VertxBuilder builder) {
    if (!(builder.findTransport() instanceof JDKTransport)) {
      throw new IllegalStateException(
          "The listener's limits need the sockets of the JDK; leave"
              + " quarkus.vertx.prefer-native-transport off.");
    }
    builder.findTransport(new DoorTransport(DoorProvider::door));
  }

  /// None where something else uses Vert.x, as tests do.
  private static Optional<Door> door() {
    ArcContainer container = Arc.container();
    return container == null
        ? Optional.empty()
        : Optional.ofNullable(container.instance(Door.class).get());
  }
}
