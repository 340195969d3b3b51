package dev.wayleave.tailnet.cutover.kit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/// The files for device management, read by parsers of their formats.
class ManagementFilesTest {
  private static Kit kit() throws KitException {
    return Kit.of(Devices.inventory("anna", List.of()), Devices.request(Grouping.OS));
  }

  private static String url(Direction direction) {
    return direction.to(Devices.request(Grouping.OS)).text();
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void theProfileOfMacsHasBothVariantsOfTheClient(Direction direction) throws Exception {
    Map<String, Object> profile = plist("mdm/apple/" + direction.label() + ".mobileconfig");
    assertThat(profile)
        .containsEntry("PayloadType", "Configuration")
        .containsEntry("PayloadVersion", 1)
        .containsEntry("PayloadScope", "System");
    List<Map<?, ?>> payloads = new ArrayList<>();
    for (Object payload : (List<?>) requireNonNull(profile.get("PayloadContent"))) {
      payloads.add((Map<?, ?>) payload);
    }
    assertThat(payloads)
        .extracting(payload -> payload.get("PayloadType"), payload -> payload.get("LoginURL"))
        .containsExactly(
            tuple("io.tailscale.ipn.macsys", url(direction)),
            tuple("io.tailscale.ipn.macos", url(direction)));
    List<Object> identities = new ArrayList<>(List.of(requireNonNull(profile.get("PayloadUUID"))));
    payloads.forEach(payload -> identities.add(payload.get("PayloadUUID")));
    assertThat(identities).doesNotHaveDuplicates().hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void theConfigurationOfTheAppHoldsTheServerAlone(Direction direction) throws Exception {
    assertThat(plist("mdm/apple/" + direction.label() + "-ios-app-config.plist"))
        .isEqualTo(Map.of("LoginURL", url(direction)));
    JsonNode android = json("mdm/android/" + direction.label() + ".json");
    assertThat(android.at("/managedConfiguration/LoginURL").asText()).isEqualTo(url(direction));
    assertThat(android.path("packageName").asText()).isEqualTo("com.tailscale.ipn");
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void theRegistryFileSetsOneValue(Direction direction) throws Exception {
    // What `reg import` takes: a heading, a key in brackets, then values, lines ended by CR LF.
    assertThat(Devices.file(kit(), "mdm/windows/" + direction.label() + ".reg").split("\r\n", -1))
        .containsExactly(
            "Windows Registry Editor Version 5.00",
            "",
            "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Tailscale]",
            "\"LoginURL\"=\"" + url(direction) + "\"",
            "");
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void theDaemonsFileHoldsItsVersionAndTheServer(Direction direction) throws Exception {
    assertThat(json("config-file/" + direction.label() + ".json"))
        .isEqualTo(
            JsonMapper.builder()
                .build()
                .valueToTree(Map.of("version", "alpha0", "ServerURL", url(direction))));
  }

  private static JsonNode json(String path) throws Exception {
    return JsonMapper.builder().build().readTree(Devices.file(kit(), path));
  }

  /// A property list in XML, whose definition is not fetched.
  private static Map<String, Object> plist(String path) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    DocumentBuilder builder = factory.newDocumentBuilder();
    Element root =
        builder
            .parse(new InputSource(new StringReader(Devices.file(kit(), path))))
            .getDocumentElement();
    assertThat(root.getTagName()).isEqualTo("plist");
    assertThat(root.getAttribute("version")).isEqualTo("1.0");
    return dictionary(elements(root).getFirst());
  }

  private static Map<String, Object> dictionary(Element element) {
    assertThat(element.getTagName()).isEqualTo("dict");
    Map<String, Object> values = new LinkedHashMap<>();
    List<Element> parts = elements(element);
    for (int i = 0; i < parts.size(); i += 2) {
      assertThat(parts.get(i).getTagName()).isEqualTo("key");
      values.put(parts.get(i).getTextContent(), value(parts.get(i + 1)));
    }
    assertThat(values).hasSize(parts.size() / 2);
    return values;
  }

  private static Object value(Element element) {
    return switch (element.getTagName()) {
      case "dict" -> dictionary(element);
      case "array" -> elements(element).stream().map(ManagementFilesTest::value).toList();
      case "integer" -> Integer.valueOf(element.getTextContent());
      case "string" -> element.getTextContent();
      default -> throw new AssertionError(element.getTagName() + " is not expected");
    };
  }

  private static List<Element> elements(Node parent) {
    List<Element> elements = new ArrayList<>();
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }
}
