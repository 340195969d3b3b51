package dev.wayleave.oidc.plan;

import static dev.wayleave.oidc.plan.Held.A;
import static dev.wayleave.oidc.plan.Held.B;
import static dev.wayleave.oidc.plan.Held.fromAToB;
import static dev.wayleave.oidc.plan.Held.person;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class PlanJsonTest {
  @Test
  void writesTheFieldsThatTheDocumentationNames() throws Exception {
    IdentityPlan plan =
        Held.headscale()
            .user("ann", "ann@example.com", A + "/1")
            .user("bob", "bob@example.com", A + "/2")
            .policy("{\"groups\": {\"group:eng\": [\"ann@\"]}}")
            .plan(fromAToB(Match.EMAIL, person("b1", "ann.ng", "ann@example.com")));
    JsonNode json = new ObjectMapper().readTree(PlanJson.write(plan));

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "place", "state", "blocked", "counts", "users", "changes", "findings", "policy");
    assertThat(json.path("blocked").asBoolean()).isTrue();
    assertThat(json.path("counts").path("already-new").asInt(-1)).isZero();
    assertThat(json.path("users").get(0).toString())
        .isEqualTo(
            """
            {"id":1,"name":"ann","email":"ann@example.com","old":"%s/1","new":"%s/b1",\
            "class":"matched","how":"email ann@example.com","left":false}\
            """
                .formatted(A, B));
    assertThat(json.path("users").get(1).path("new").isNull()).isTrue();
    assertThat(json.path("changes").get(0).path("type").asText()).isEqualTo("rewrite");
    assertThat(json.path("changes").get(0).path("after").path("identifier").asText())
        .isEqualTo(B + "/b1");
    assertThat(json.path("findings").get(0).path("level").asText()).isEqualTo("BLOCKER");
    assertThat(json.path("policy").path("words").get(0).path("word").asText()).isEqualTo("ann@");
    assertThat(json.path("policy").path("text").isNull()).isTrue();
  }
}
