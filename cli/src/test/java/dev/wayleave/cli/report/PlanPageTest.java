package dev.wayleave.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanPageTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private static String page(PlanDocument document) throws IOException {
    StringBuilder out = new StringBuilder();
    PlanPage.write(out, NOW, document);
    return out.toString();
  }

  @Test
  void holdsFiguresFindingsKindsAndChanges() throws IOException {
    assertThat(page(Plans.ofEverything()))
        .contains("Apply refuses as it is.")
        .contains("<code>COLLISION_ADDRESS</code>")
        .contains("Give one of the two another address")
        .contains("5339c2eb3f1156be91cc8d28806df0a8c03e35fdc52f7457bcfd84b3aa2f1c11")
        .contains("<del>[]</del>")
        .contains("<ins>[&quot;10.0.0.0/8&quot;]</ins>")
        .contains("sha256:bbbb");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "</style></script><b>",
        "&lt;b&gt;"
      })
  void hostileNamesStayText(String name) throws IOException {
    String page = page(Plans.ofHostile(name));
    String harmless = page(Plans.ofHostile("harmless"));
    assertThat(tags(page)).isEqualTo(tags(harmless));
    assertThat(page)
        .contains(
            name.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;"));
  }

  /// All markup of a page, in order.
  private static String tags(String page) {
    StringBuilder tags = new StringBuilder();
    Matcher matcher = Pattern.compile("<[^>]*>").matcher(page);
    while (matcher.find()) {
      tags.append(matcher.group()).append('\n');
    }
    return tags.toString();
  }

  @Test
  void overridesOfDirectionAreShownAsEscapes() throws IOException {
    assertThat(page(Plans.ofHostile("user\u202etxt.exe")))
        .contains("user\\u202etxt.exe")
        .doesNotContain("\u202e");
  }

  @Test
  void loadsNothingAndLetsOnlyItsOwnScriptRun() throws Exception {
    String page = page(Plans.ofEverything());
    assertThat(page).doesNotContain("src=").doesNotContain("@import").doesNotContain("url(");
    assertThat(page).doesNotContain("style=").doesNotContainPattern("<link|<iframe|<img");
    String script = between(page, "<script>", "</script>");
    String hash =
        Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-256")
                    .digest(script.getBytes(StandardCharsets.UTF_8)));
    assertThat(page)
        .contains("default-src &#39;none&#39;")
        .contains("script-src &#39;sha256-" + hash + "&#39;");
  }

  private static String between(String text, String from, String to) {
    int start = text.indexOf(from) + from.length();
    return text.substring(start, text.indexOf(to, start));
  }

  @Test
  void everyElementThatIsOpenedIsClosed() throws IOException {
    String page = page(Plans.ofEverything());
    for (String element : new String[] {"details", "ul", "li", "dl", "table", "section", "p"}) {
      assertThat(page.split("<" + element + "[ >]", -1).length)
          .as(element)
          .isEqualTo(page.split("</" + element + ">", -1).length);
    }
  }
}
