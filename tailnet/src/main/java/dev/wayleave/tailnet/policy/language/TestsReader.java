package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the section `tests`, with its older spellings `user` and `allow`.
///
/// What the words mean is asked when the tests run: a test that makes no sense fails.
final class TestsReader {
  private TestsReader() {}

  static List<PolicyTest> read(Fields root) {
    List<PolicyTest> tests = new ArrayList<>();
    for (Json entry : root.elements("tests")) {
      String name = "tests[" + tests.size() + "]";
      Fields fields =
          Fields.of(
              entry,
              name,
              root.remarks(),
              "src",
              "user",
              "proto",
              "accept",
              "allow",
              "deny",
              "srcPostureAttrs");
      tests.add(
          new PolicyTest(
              name,
              fields.at(),
              fields.text(fields.either("src", "user")),
              fields.text("proto"),
              fields.texts(fields.either("accept", "allow")),
              fields.texts("deny"),
              attributes(fields)));
    }
    return tests;
  }

  /// The device facts that the source of a test is to have.
  static Map<String, String> attributes(Fields test) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Member member : test.members("srcPostureAttrs")) {
      attributes.put(member.name().value(), PlainText.of(member.value()));
    }
    return attributes;
  }
}
