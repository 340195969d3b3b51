package dev.wayleave.coordinator;

import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// Lets only the upload of a bundle, and of changes of identities, be large.
///
/// `quarkus.http.limits.max-body-size` is the limit of a bundle; every other request has the one
/// here.
@Singleton
final class BodyLimit {
  /// Room for a policy file of the size that hosted Tailscale accepts, and then some.
  private static final long ORDINARY_BYTES = 1 << 20;

  /// Room for changes of 100 000 identities.
  private static final long IDENTITIES_BYTES = 128L << 20;

  private static final String IDENTITIES = "/api/v1alpha/identities/rewrites";

  private static final String BUNDLES = "/api/v1alpha/migrations";

  /// After Quarkus' own limit (-2), before anything that reads a body.
  private static final int ORDER = -1;

  private static final int TOO_LARGE = 413;

  void register(@Observes Router router) {
    router.route().order(ORDER).handler(BodyLimit::check);
  }

  private static void check(RoutingContext context) {
    if (isBundle(context)) {
      context.next();
      return;
    }
    long limit = IDENTITIES.equals(context.normalizedPath()) ? IDENTITIES_BYTES : ORDINARY_BYTES;
    String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      // A body of unknown length is counted while it is read.
      context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, limit);
      context.next();
    } else if (Long.parseLong(length) > limit) {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      context.response().endHandler(_ -> context.request().connection().close());
      context.response().setStatusCode(TOO_LARGE).end();
    } else {
      context.next();
    }
  }

  private static boolean isBundle(RoutingContext context) {
    return HttpMethod.POST.equals(context.request().method())
        && BUNDLES.equals(context.normalizedPath());
  }
}
