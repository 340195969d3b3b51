package dev.wayleave.oidc.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.wayleave.tailnet.model.UserId;
import org.jspecify.annotations.Nullable;

/// What becomes of one identity of a user.
///
/// @param old the identifier as the store has it; null where the user has none
/// @param next the identifier that the user is going to have; null where none is known
/// @param result written as `class`
/// @param how by what it was found, or why it was not
/// @param left whether it stays as it is and blocks nothing
/// @param label what to call the user in a sentence
@JsonPropertyOrder({"id", "name", "email", "old", "new", "class", "how", "left"})
public record PlanRow(
    UserId id,
    String name,
    String email,
    @Nullable String old,
    @JsonProperty("new") @Nullable String next,
    @JsonProperty("class") MatchClass result,
    String how,
    boolean left,
    @JsonIgnore String label) {}
