package dev.wayleave.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against messages with every field filled, as Go writes Tailscale's `tailcfg` types
/// (v1.101.0-pre, made by a program that sets each field to something; its keys are random).
class EveryFieldTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Fields that this room leaves out on purpose, wherever they stand.
  private static final Set<String> LEFT_OUT =
      Set.of(
          // Clients before capability version 113.
          "Oauth2Token",
          "Capabilities",
          "Caps",
          "SrcBits",
          "Bits",
          "Nameservers",
          "pubKeys",
          // Certificates of domain members of Windows.
          "SignatureType",
          "Timestamp",
          "DeviceCert",
          "Signature",
          // What only Tailscale's tests and clients put there.
          "ConnectionHandleForTest",
          "ComputedName",
          "ComputedNameWithHost",
          "TempCorpIssue13969");

  @ParameterizedTest
  @ValueSource(
      classes = {
        RegisterRequest.class,
        RegisterResponse.class,
        MapRequest.class,
        MapResponse.class
      })
  void carriesEveryFieldButThoseLeftOutOnPurpose(Class<?> type) throws Exception {
    byte[] recorded = recorded(type);
    JsonNode expected = JSON.readTree(recorded);
    JsonNode actual = JSON.readTree(WireJson.write(WireJson.read(recorded, type)));
    Set<String> different = new TreeSet<>();
    compare("", expected, actual, different);
    assertThat(different).isEmpty();
  }

  private static void compare(
      String path, JsonNode expected, JsonNode actual, Set<String> different) {
    if (expected.isObject() && actual.isObject()) {
      compareFields(path, expected, actual, different);
    } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
      for (int i = 0; i < expected.size(); i++) {
        compare(path + "." + i, expected.get(i), actual.get(i), different);
      }
    } else if (!expected.equals(actual)) {
      different.add(path);
    }
  }

  private static void compareFields(
      String path, JsonNode expected, JsonNode actual, Set<String> different) {
    Set<String> names = new TreeSet<>();
    expected.properties().stream().map(Map.Entry::getKey).forEach(names::add);
    actual.properties().stream().map(Map.Entry::getKey).forEach(names::add);
    for (String name : names) {
      if (!expected.has(name) || !actual.has(name)) {
        if (!LEFT_OUT.contains(name)) {
          different.add(path + "." + name);
        }
      } else {
        compare(path + "." + name, expected.get(name), actual.get(name), different);
      }
    }
  }

  private static byte[] recorded(Class<?> type) throws IOException {
    String name = "every-field-" + type.getSimpleName() + ".json";
    try (InputStream in = EveryFieldTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
