package dev.wayleave.tailnet.policy.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The formatter against pairs recorded from `hujson.Format`; module `interop` asks the reference
/// itself.
class FormatTest {
  record Pair(String name, String input, String formatted) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Pair> pairs() throws IOException {
    try (InputStream in = FormatTest.class.getResourceAsStream("format-pairs.json")) {
      List<Pair> pairs = new ArrayList<>();
      for (JsonNode pair : new JsonMapper().readTree(in).get("pairs")) {
        pairs.add(
            new Pair(
                pair.get("name").textValue(),
                pair.get("input").textValue(),
                pair.get("formatted").textValue()));
      }
      return pairs;
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void formatsByteForByteAsTheReference(Pair pair) throws PolicySyntaxException {
    assertThat(PolicyText.parse(pair.input()).format()).isEqualTo(pair.formatted());
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void formattingChangesNoValue(Pair pair) throws PolicySyntaxException {
    assertThat(PolicyText.parse(pair.formatted()).root().toJson())
        .isEqualTo(PolicyText.parse(pair.input()).root().toJson());
  }

  @Test
  void tagIsTheDigestOfTheFormattedText() throws PolicySyntaxException {
    // echo '{}' | sha256sum
    assertThat(PolicyText.parse(" { } ").etag())
        .isEqualTo("ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356");
  }
}
