package dev.wayleave.coordinator.relay;

import dev.wayleave.protocol.wire.DerpAdmitRequest;
import dev.wayleave.protocol.wire.DerpAdmitResponse;
import dev.wayleave.protocol.wire.WireException;
import dev.wayleave.protocol.wire.WireJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// `POST /verify`, by which relays elsewhere ask whom to admit, and `GET /bootstrap-dns`, by which
/// a client whose DNS fails asks for addresses.
///
/// Both answer from memory, to anybody, and not too often to one address.
@Singleton
final class Questions {
  /// A request has about 120 bytes.
  private static final int BODY_BYTES = 4 << 10;

  private final Admission admission;
  private final OwnNames names;
  private final SourceRate rate;

  @Inject
  Questions(Admission admission, OwnNames names, RelayLimits limits) {
    this(admission, names, new SourceRate(limits.questions(), System::nanoTime));
  }

  Questions(Admission admission, OwnNames names, SourceRate rate) {
    this.admission = admission;
    this.names = names;
    this.rate = rate;
  }

  void route(@Observes Router router) {
    router.post("/verify").handler(this::verify);
    router.get("/bootstrap-dns").handler(this::bootstrap);
  }

  private boolean isTooMuch(RoutingContext context) {
    if (rate.allows(Sources.of(context))) {
      return false;
    }
    context.response().setStatusCode(429).putHeader("retry-after", "1").end();
    return true;
  }

  private void verify(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (isTooMuch(context)) {
      return;
    }
    Buffer body = Buffer.buffer();
    request.handler(part -> {
      if (body.length() <= BODY_BYTES) {
        body.appendBuffer(part, 0, Math.min(part.length(), BODY_BYTES + 1));
      }
    });
    request.endHandler(_ -> judge(request.response(), body.getBytes()));
    request.resume();
  }

  private void judge(HttpServerResponse response, byte[] body) {
    try {
      DerpAdmitRequest asked = WireJson.read(body, DerpAdmitRequest.class, BODY_BYTES);
      boolean allow = admission.admits(asked.nodePublic());
      response
          .putHeader("content-type", "application/json")
          .end(Buffer.buffer(WireJson.write(new DerpAdmitResponse(allow))));
    } catch (WireException e) {
      response.setStatusCode(body.length > BODY_BYTES ? 413 : 400).end(e.getMessage() + "\n");
    }
  }

  /// A name that is asked for alone is answered alone; without one all are.
  private void bootstrap(RoutingContext context) {
    if (isTooMuch(context)) {
      return;
    }
    String wanted = context.request().getParam("q");
    Map<String, List<String>> told = new TreeMap<>(names.addresses());
    if (wanted != null) {
      told.keySet().retainAll(Set.of(wanted));
    }
    context
        .response()
        .putHeader("content-type", "application/json")
        .putHeader("access-control-allow-origin", "*")
        .end(Buffer.buffer(WireJson.write(told)));
  }
}
