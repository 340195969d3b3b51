package dev.wayleave.exporters.headscale.files;

import dev.wayleave.exporters.headscale.files.ConfigKey.Form;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes settings as `config.yaml`, with a comment above what needs one.
final class ConfigDocument {
  private static final Pattern FLAG = Pattern.compile("true|false");
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

  /// Texts that no YAML reader takes for anything else: they begin with a letter or `./`, and hold
  /// a colon only between other characters.
  private static final Pattern PLAIN =
      Pattern.compile("(\\./|[A-Za-z])[A-Za-z0-9._/@-]*(:[A-Za-z0-9._/@-]+)*");

  private static final Pattern WORD_OF_YAML =
      Pattern.compile("(?i)true|false|yes|no|on|off|y|n|null|nan|inf");

  private final StringBuilder text = new StringBuilder();
  private List<String> open = List.of();

  private ConfigDocument() {}

  /// @param values by dotted key; each key is one that the release reads
  /// @param notes comments of sections in place of the usual ones
  static String write(
      SchemaRelease release,
      String head,
      Map<String, ConfigValue> values,
      Map<String, String> notes) {
    ConfigDocument document = new ConfigDocument();
    document.comment(head, 0);
    for (ConfigKey key : ConfigKeys.of(release)) {
      ConfigValue value = values.get(key.name());
      if (value != null) {
        document.setting(key, value, notes);
      }
    }
    return document.text.toString();
  }

  private void setting(ConfigKey key, ConfigValue value, Map<String, String> notes) {
    List<String> path = List.of(key.name().split("\\."));
    List<String> sections = path.subList(0, path.size() - 1);
    int shared = shared(sections);
    if (shared == 0) {
      text.append('\n');
    }
    for (int i = shared; i < sections.size(); i++) {
      String section = String.join(".", sections.subList(0, i + 1));
      comment(notes.getOrDefault(section, orEmpty(ConfigKeys.section(section))), i);
      indent(i).append(sections.get(i)).append(":\n");
    }
    open = sections;
    comment(key.about(), sections.size());
    indent(sections.size()).append(path.getLast()).append(':');
    value(key.form(), value, sections.size() + 1);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private int shared(List<String> sections) {
    int shared = 0;
    while (shared < sections.size()
        && shared < open.size()
        && sections.get(shared).equals(open.get(shared))) {
      shared++;
    }
    return shared;
  }

  private void value(Form form, ConfigValue value, int depth) {
    switch (value) {
      case ConfigValue.Text(String one) -> text.append(' ').append(scalar(form, one)).append('\n');
      case ConfigValue.Words(List<String> words) -> words(words, depth);
      case ConfigValue.Lists(Map<String, List<String>> entries) -> {
        text.append(entries.isEmpty() ? " {}\n" : "\n");
        entries.forEach((name, words) -> {
          indent(depth).append(scalar(Form.TEXT, name)).append(':');
          words(words, depth + 1);
        });
      }
      case ConfigValue.Texts(Map<String, String> entries) -> {
        text.append(entries.isEmpty() ? " {}\n" : "\n");
        entries.forEach((name, one) ->
            indent(depth)
                .append(scalar(Form.TEXT, name))
                .append(": ")
                .append(scalar(Form.TEXT, one))
                .append('\n'));
      }
    }
  }

  private void words(List<String> words, int depth) {
    text.append(words.isEmpty() ? " []\n" : "\n");
    words.forEach(word -> indent(depth).append("- ").append(scalar(Form.TEXT, word)).append('\n'));
  }

  private static String scalar(Form form, String value) {
    boolean plain =
        switch (form) {
          case FLAG -> FLAG.matcher(value).matches();
          case NUMBER -> NUMBER.matcher(value).matches();
          case TEXT, WORDS, MAP ->
              PLAIN.matcher(value).matches() && !WORD_OF_YAML.matcher(value).matches();
        };
    return plain ? value : quoted(value);
  }

  private static String quoted(String value) {
    return value
        .codePoints()
        .mapToObj(ConfigDocument::escaped)
        .collect(Collectors.joining("", "\"", "\""));
  }

  private static String escaped(int point) {
    if (point == '"' || point == '\\') {
      return "\\" + Character.toString(point);
    }
    // YAML allows few characters outside what prints, and breaks lines at some that Java does not.
    boolean separator = point == 0x2028 || point == 0x2029;
    boolean prints =
        (point >= ' ' && point < 0x7f) || (point >= 0xa0 && point < 0xd800 && !separator);
    return prints ? Character.toString(point) : "\\U%08x".formatted(point);
  }

  private void comment(String about, int depth) {
    about
        .lines()
        .forEach(line -> indent(depth).append(line.isEmpty() ? "#" : "# " + line).append('\n'));
  }

  private StringBuilder indent(int depth) {
    return text.append("  ".repeat(depth));
  }
}
