package dev.wayleave.coordinator.device;

import dev.wayleave.coordinator.control.ControlAnswer;
import dev.wayleave.coordinator.control.ControlEndpoint;
import dev.wayleave.coordinator.control.ControlExchange;
import dev.wayleave.coordinator.map.NetworkImages;
import dev.wayleave.protocol.wire.QueryFeatureRequest;
import dev.wayleave.protocol.wire.QueryFeatureResponse;
import dev.wayleave.protocol.wire.WireException;
import dev.wayleave.protocol.wire.WireJson;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.attribute.TailnetFeatures;
import jakarta.inject.Singleton;
import java.util.Set;

/// `POST /machine/feature/query`: what `tailscale serve` and `tailscale funnel` ask where the node
/// has not the attributes they need.
@Singleton
public final class FeatureEndpoint implements ControlEndpoint {
  private static final String PATH = "/machine/feature/query";
  private static final int LARGEST = 4 << 10;

  /// Certificates for names below the tailnet's domain.
  private static final String HTTPS = "https";

  private static final String FUNNEL = "funnel";

  private final Askers askers;
  private final NetworkImages images;

  FeatureEndpoint(Askers askers, NetworkImages images) {
    this.askers = askers;
    this.images = images;
  }

  @Override
  public boolean serves(String method, String path) {
    return method.equals("POST") && path.equals(PATH);
  }

  @Override
  public void handle(ControlExchange exchange) throws WireException {
    QueryFeatureRequest request =
        WireJson.read(exchange.request().body(), QueryFeatureRequest.class, LARGEST);
    askers
        .member(exchange, request.nodeKey())
        .ifPresent(node ->
            exchange.answer(ControlAnswer.json(WireJson.write(answer(request.feature(), node)))));
  }

  private QueryFeatureResponse answer(String feature, Node node) {
    return switch (feature) {
      case "serve" ->
          lacks(node, Set.of(HTTPS))
              ? text(
                  "HTTPS certificates are not offered in this tailnet; serve with --http or --tcp"
                      + " instead.")
              : complete();
      case "funnel" ->
          lacks(node, Set.of(HTTPS, FUNNEL))
              ? text(
                  "Funnel is not offered in this tailnet: its coordinator has no public ingress.")
              : complete();
      default -> text("This coordinator does not know the feature; update it or do without.");
    };
  }

  private boolean lacks(Node node, Set<String> attributes) {
    TailnetPolicy policy = images.current().policy();
    Set<String> had =
        policy
            .directory()
            .device(node.id())
            .map(device -> policy.capabilities(TailnetFeatures.NONE).of(device).keySet())
            .orElse(Set.of());
    return !had.containsAll(attributes);
  }

  private static QueryFeatureResponse complete() {
    return new QueryFeatureResponse(true, "", "", false);
  }

  private static QueryFeatureResponse text(String sentence) {
    return new QueryFeatureResponse(false, sentence, "", false);
  }
}
