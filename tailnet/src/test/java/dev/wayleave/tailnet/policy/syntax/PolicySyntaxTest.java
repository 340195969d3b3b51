package dev.wayleave.tailnet.policy.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicySyntaxTest {
  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"acls\": [],}", "// why\n{/* all */ \"acls\": [ ] ,\n}\n"})
  void commentsAndTrailingCommasBelongToHuJson(String text) {
    assertThat(PolicySyntax.fault(text)).isEmpty();
  }

  @Test
  void aFaultIsToldWithItsPlace() {
    assertThat(PolicySyntax.fault("{\n  \"acls\": [}\n}"))
        .hasValueSatisfying(fault -> {
          assertThat(fault.at().line()).isEqualTo(2);
          assertThat(fault.at().column()).isEqualTo(12);
          assertThat(fault.toString()).startsWith("line 2, column 12: ");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "\"acls\"", "{\"acls\": []", "{} {}", "{\"acls\": [], \"acls\": []}", ""})
  void whatIsNoSingleObjectIsAFault(String text) {
    assertThat(PolicySyntax.fault(text)).isPresent();
  }
}
