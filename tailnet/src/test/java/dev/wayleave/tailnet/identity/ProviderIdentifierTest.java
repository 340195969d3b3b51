package dev.wayleave.tailnet.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.tailnet.identity.ProviderIdentifier.Rule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderIdentifierTest {
  private static final JsonMapper JSON = new JsonMapper();

  private static List<JsonNode> recorded() throws IOException {
    try (InputStream in =
            ProviderIdentifierTest.class.getResourceAsStream("provider-identifiers.jsonl");
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      List<JsonNode> cases = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        cases.add(JSON.readTree(line));
      }
      return cases;
    }
  }

  @Test
  void computesWhatGoComputes() throws IOException {
    List<JsonNode> cases = recorded();
    assertThat(cases).hasSize(510);
    for (JsonNode known : cases) {
      String issuer = known.get("issuer").asText();
      String subject = known.get("subject").asText();
      assertThat(ProviderIdentifier.of(Rule.JOINED, issuer, subject))
          .as("joined: %s", known)
          .isEqualTo(
              Optional.of(known.get("joined")).filter(JsonNode::isTextual).map(JsonNode::asText));
      assertThat(ProviderIdentifier.of(Rule.CONCATENATED, issuer, subject))
          .as("concatenated: %s", known)
          .contains(known.get("concatenated").asText());
      assertThat(ProviderIdentifier.clean(issuer))
          .as("cleaned: %s", known)
          .isEqualTo(known.get("issuerCleaned").asText());
    }
  }

  /// As real servers stored them; see the users of the fixture sets.
  @ParameterizedTest
  @CsvSource({
    "0.24.0, a b/c?d#e%20, http://127.0.0.1:18090/tenant//a b/c?d#e%20",
    "0.27.1, a b/c?d#e%20, http://127.0.0.1:18090/tenant/a%20b/c%3Fd%23e",
    "0.28.0, a b/c?d#e%20, http://127.0.0.1:18090/tenant/a%20b/c%3Fd%23e",
    "0.29.2, a b/c?d#e%20, http://127.0.0.1:18090/tenant/a%20b/c?d#e%20",
    "0.30.0-dev, a b/c?d#e%20, http://127.0.0.1:18090/tenant/a%20b/c?d#e%20",
    "0.28.0, auth0|123, http://127.0.0.1:18090/tenant/auth0%7C123",
    "0.29.2, auth0|123, http://127.0.0.1:18090/tenant/auth0%7C123",
  })
  void spellsAsTheReleaseDoes(String release, String subject, String stored) {
    Rule rule = Rule.ofRelease(release).orElseThrow();
    assertThat(ProviderIdentifier.of(rule, "http://127.0.0.1:18090/tenant/", subject))
        .contains(stored);
  }

  @Test
  void knowsNoIdentifiersBefore024() {
    assertThat(Rule.ofRelease("0.23.0")).isEmpty();
    assertThat(Rule.ofRelease("unknown")).isEmpty();
  }

  /// Every subject of such a provider was one and the same user until 0.28.
  @Test
  void losesTheSubjectBehindAnOpaqueIssuerUntil028() {
    assertThat(ProviderIdentifier.of(Rule.JOINED, "urn:idp", "1")).contains("urn:idp");
    assertThat(ProviderIdentifier.of(Rule.CONCATENATED, "urn:idp", "1")).contains("urn:idp/1");
  }

  @Test
  void resolvesDotsOnlyUntil028() {
    assertThat(ProviderIdentifier.of(Rule.JOINED, "https://h/a", "..")).contains("https://h");
    assertThat(ProviderIdentifier.of(Rule.CONCATENATED, "https://h/a", ".."))
        .contains("https://h/a/..");
  }
}
