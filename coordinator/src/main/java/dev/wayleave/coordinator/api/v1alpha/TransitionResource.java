package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.EndTransitionRequest;
import dev.wayleave.api.Problem;
import dev.wayleave.api.TransitionRequest;
import dev.wayleave.api.TransitionView;
import dev.wayleave.coordinator.state.ChangeTransition;
import dev.wayleave.coordinator.state.Command;
import dev.wayleave.coordinator.state.EndTransition;
import dev.wayleave.coordinator.state.Refusal;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/// The move of a tailnet away from another plane, device by device.
@Path("/api/v1alpha/transition")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class TransitionResource {
  private final Commands commands;
  private final Moves moves;

  TransitionResource(Commands commands, Moves moves) {
    this.commands = commands;
    this.moves = moves;
  }

  @GET
  @Blocking
  @Operation(
      operationId = "getTransition",
      summary = "Shows which devices have moved here from another plane, and what is left")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = TransitionView.class)))
  @APIResponse(
      responseCode = "404",
      description = "This tailnet did not come from another plane device by device",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @PermissionsAllowed("migrations:read")
  public TransitionView get() {
    return moves
        .view()
        .orElseThrow(() ->
            new RefusedException(
                new Refusal(Refusal.Reason.NOT_FOUND, "There is no move from another plane.")));
  }

  @PATCH
  @Operation(
      operationId = "changeTransition",
      summary = "Holds the expiry of keys during the move, or ends the other plane's names")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = TransitionView.class)))
  @APIResponse(
      responseCode = "409",
      description = "Devices would be logged out, or the move has ended",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @PermissionsAllowed("migrations:write")
  public Uni<TransitionView> change(@Nullable TransitionRequest body) {
    TransitionRequest request = Input.body(body);
    if (Boolean.TRUE.equals(request.oldNames())) {
      throw new BadInputException(
          "The field \"oldNames\" can only be false: names that were ended do not come back.");
    }
    return done(
        new ChangeTransition(
            request.holdKeyExpiry(),
            request.oldNames() != null,
            Boolean.TRUE.equals(request.accept())));
  }

  @POST
  @Path("/end")
  @Operation(
      operationId = "endTransition",
      summary = "Ends the move; refused while devices are left behind, unless that is accepted")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = TransitionView.class)))
  @APIResponse(
      responseCode = "409",
      description = "Devices have not moved, or would be logged out",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @PermissionsAllowed("migrations:write")
  public Uni<TransitionView> end(@Nullable EndTransitionRequest body) {
    EndTransitionRequest request = Input.body(body);
    boolean own =
        switch (request.relays() == null ? "own" : request.relays()) {
          case "own" -> true;
          case "keep" -> false;
          default ->
              throw new BadInputException("The field \"relays\" is neither \"own\" nor \"keep\".");
        };
    return done(
        new EndTransition(
            Boolean.TRUE.equals(request.accept()), own, !Boolean.FALSE.equals(request.oldNames())));
  }

  /// What follows a change is shown as it is then; that may ask the database.
  private <R> Uni<TransitionView> done(Command<R> command) {
    return commands
        .run(command, _ -> command)
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(_ -> get());
  }
}
