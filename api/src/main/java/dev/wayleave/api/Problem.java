package dev.wayleave.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wayleave.tailnet.inventory.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An error reply after RFC 9457 (`application/problem+json`).
///
/// @param code a stable name of the kind of problem, for programs
/// @param detail one sentence for a person: what happened, where, what to do
/// @param findings what forbids applying a migration, where that is the problem
/// @param losses the later edits that a rollback would lose, where that is the problem
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String title,
    int status,
    String code,
    String detail,
    @Nullable List<Finding> findings,
    @Nullable List<String> losses) {
  public static final String MEDIA_TYPE = "application/problem+json";

  public static Problem of(int status, String title, String code, String detail) {
    return new Problem(title, status, code, detail, null, null);
  }
}
