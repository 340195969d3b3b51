package dev.wayleave.oidc.person;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.oidc.InputException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells the kinds of JSON apart in which people are listed.
final class JsonPeople {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonPeople() {}

  static JsonNode parse(String name, String text) throws InputException {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new InputException(
          "%s, line %d: this is not JSON; export it again."
              .formatted(name, e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
          e);
    }
  }

  static List<Person> of(String name, String text, @Nullable String subjectMember)
      throws InputException {
    JsonNode root = parse(name, text);
    if (root.has("Resources") || root.has("totalResults")) {
      List<Person> people = new ArrayList<>();
      ScimService.add(name, root, subjectMember, people);
      int total = root.path("totalResults").asInt(people.size());
      if (total > root.path("Resources").size()) {
        throw new InputException(
            "%s holds %d of %d users; save the whole list, or read it with scim:URL."
                .formatted(name, root.path("Resources").size(), total));
      }
      return people;
    }
    return KeycloakExport.of(name, root);
  }
}
