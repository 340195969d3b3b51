package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.Problem;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/// What the OpenAPI document says of the whole.
@OpenAPIDefinition(
    info = @Info(title = "Wayleave", version = "v1alpha"),
    components =
        @Components(
            responses = {
              @APIResponse(
                  name = RestApplication.POLICY_REFUSED,
                  description = "The policy is refused; the problem says where and why",
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = Problem.class))),
              @APIResponse(
                  name = RestApplication.POLICY_STALE,
                  description = "Another policy is in force than If-Match names",
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = Problem.class)))
            }))
@SecurityScheme(
    securitySchemeName = "apiKey",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description = "An API key as a bearer token.")
public final class RestApplication extends Application {
  static final String POLICY_REFUSED = "PolicyRefused";
  static final String POLICY_STALE = "PolicyStale";
}
