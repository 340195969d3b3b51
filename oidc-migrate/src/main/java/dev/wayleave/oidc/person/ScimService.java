package dev.wayleave.oidc.person;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.oidc.InputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Asks a SCIM 2.0 service (RFC 7644) for its users, page by page.
///
/// Neither `id` nor `externalId` is what tokens have as subject, unless somebody who knows the
/// provider says so. SCIM does not tell whether an address was verified.
final class ScimService {
  private static final int PAGE = 200;
  private static final int MOST = 1_000_000;

  private final Service service;
  private final String base;
  private final String token;
  private final @Nullable String subjectMember;

  ScimService(
      Service service,
      String base,
      Map<String, String> environment,
      @Nullable String subjectMember) {
    this.service = service;
    this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    this.token = environment.getOrDefault("SCIM_TOKEN", "").strip();
    this.subjectMember = subjectMember;
  }

  List<Person> people() throws InputException {
    Service.address(base);
    if (token.isEmpty()) {
      throw new InputException("There is no credential for " + base + "; set SCIM_TOKEN.");
    }
    Set<String> seen = new HashSet<>();
    List<Person> people = new ArrayList<>();
    int read = 0;
    while (read < MOST) {
      JsonNode page =
          service.get(
              Service.address(base + "/Users?startIndex=" + (read + 1) + "&count=" + PAGE),
              Service.Bearer.of(token));
      int size = page.path("Resources").size();
      boolean fresh = false;
      for (JsonNode user : page.path("Resources")) {
        String id = user.path("id").asText("");
        fresh |= id.isEmpty() || seen.add(id);
      }
      if (size > 0 && !fresh) {
        throw new InputException(
            base + " gives the same users again and again; save its answers and give the file.");
      }
      add(base, page, subjectMember, people);
      read += size;
      if (size == 0 || read >= page.path("totalResults").asInt(0)) {
        return people;
      }
    }
    throw new InputException(
        "%s has more than %d users; save those of the tailnet and give the file."
            .formatted(base, MOST));
  }

  static void add(String name, JsonNode list, @Nullable String subjectMember, List<Person> people)
      throws InputException {
    JsonNode resources = list.path("Resources");
    if (!resources.isArray() && list.path("totalResults").asInt(-1) != 0) {
      throw new InputException(
          name + " holds no Resources; give a ListResponse of /Users as the service answers it.");
    }
    for (JsonNode user : resources) {
      String subject = subjectMember == null ? "" : user.path(subjectMember).asText("");
      String displayName = user.path("displayName").asText("");
      people.add(
          new Person(
              subject.isEmpty() ? null : subject,
              user.path("userName").asText(""),
              email(user.path("emails")),
              false,
              displayName.isEmpty() ? user.path("name").path("formatted").asText("") : displayName,
              user.path("active").asBoolean(true)));
    }
  }

  /// The primary address, else the only or first one.
  private static String email(JsonNode emails) {
    for (JsonNode email : emails) {
      if (email.path("primary").asBoolean(false)) {
        return email.path("value").asText("");
      }
    }
    return emails.path(0).path("value").asText("");
  }
}
