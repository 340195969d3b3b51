package dev.wayleave.interop.identity;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A page as a browser has got it, with what a person can do on it.
record HtmlPage(URI address, int status, String text) {
  private static final Pattern FORM = Pattern.compile("(?is)<form\\b([^>]*)>(.*?)</form>");
  private static final Pattern FIELD = Pattern.compile("(?is)<(input|button)\\b([^>]*)>");
  private static final Pattern LINK = Pattern.compile("(?is)<a\\b([^>]*)>");

  /// The form that has a field of a name.
  Optional<HtmlForm> form(String field) {
    return find("(?is).*\\bname=\"?" + Pattern.quote(field) + "\\b.*");
  }

  /// The form by which somebody who has logged in says that a device is theirs: Headscale's only
  /// one, or the coordinator's for people, beside which is one for administrators.
  Optional<HtmlForm> confirming() {
    Optional<HtmlForm> own = find("(?is).*name=\"as\" value=\"person\".*");
    return own.isPresent() ? own : find("(?is).*name=\"headscale_register_confirm\".*");
  }

  /// Where the first link leads whose address begins in a way.
  Optional<URI> link(String begin) {
    Matcher links = LINK.matcher(text);
    while (links.find()) {
      String to = attribute(links.group(1), "href");
      if (to.startsWith(begin)) {
        return Optional.of(address.resolve(to));
      }
    }
    return Optional.empty();
  }

  /// The form whose address begins in a way.
  Optional<HtmlForm> formTo(String begin) {
    return find((to, _) -> to.startsWith(begin));
  }

  private Optional<HtmlForm> find(String inside) {
    return find((_, fields) -> fields.matches(inside));
  }

  /// @param wanted of where a form goes and what is in it
  private Optional<HtmlForm> find(BiPredicate<String, String> wanted) {
    Matcher forms = FORM.matcher(text);
    while (forms.find()) {
      String to = attribute(forms.group(1), "action");
      if (wanted.test(to, forms.group(2))) {
        return Optional.of(new HtmlForm(address, address.resolve(to), fields(forms.group(2))));
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> fields(String form) {
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher tags = FIELD.matcher(form);
    while (tags.find()) {
      String name = attribute(tags.group(2), "name");
      if (!name.isEmpty()) {
        fields.putIfAbsent(name, attribute(tags.group(2), "value"));
      }
    }
    return fields;
  }

  private static String attribute(String tag, String name) {
    Matcher found = Pattern.compile("(?i)\\b" + name + "=\"([^\"]*)\"").matcher(tag);
    return found.find() ? found.group(1).replace("&amp;", "&").replace("&#x2F;", "/") : "";
  }
}
