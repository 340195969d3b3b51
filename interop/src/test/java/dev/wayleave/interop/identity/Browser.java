package dev.wayleave.interop.identity;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A person with a browser: keeps cookies, follows where pages send it, and presses buttons.
///
/// Every person has their own.
final class Browser implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MOST_PAGES = 12;
  private static final int MOST_REDIRECTS = 10;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(LIMIT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final CookieJar cookies = new CookieJar();
  private final String name;
  private final String provider;
  private final List<String> trail = new ArrayList<>();

  Browser(String name) {
    this(name, "");
  }

  /// That of somebody who takes one of several providers.
  ///
  /// @param provider its name; the first one where it is empty
  Browser(String name, String provider) {
    this.name = name;
    this.provider = provider;
  }

  /// Does what the pages ask for, from the address that a client showed to the end: goes to the
  /// provider, types name and password there, confirms that the device is one's own.
  ///
  /// @return the last page, on which there is nothing more to do
  HtmlPage logIn(String address) throws IOException, InterruptedException {
    return logIn(address, Map.of());
  }

  /// The same where the page that asks for a confirmation has fields to fill in.
  HtmlPage logIn(String address, Map<String, String> typed)
      throws IOException, InterruptedException {
    HtmlPage page = open(URI.create(address));
    for (int pages = 0; pages < MOST_PAGES; pages++) {
      Optional<HtmlForm> form = page.form("password");
      if (form.isPresent()) {
        page = submit(form.get(), credentials());
        continue;
      }
      form = page.confirming();
      if (form.isPresent()) {
        page = submit(form.get(), typed);
        continue;
      }
      Optional<URI> login = page.link("/oidc/login/" + provider);
      if (login.isEmpty()) {
        if (page.status() != 200) {
          throw new AssertionError("%s got no further: %s\n%s".formatted(name, trail, page.text()));
        }
        return page;
      }
      page = open(login.get());
    }
    throw new AssertionError(name + " was sent from page to page: " + trail);
  }

  /// Goes to a provider by the button of a page, logs in there where that is asked for, and comes
  /// back; confirms nothing.
  HtmlPage through(HtmlPage page, String provider) throws IOException, InterruptedException {
    URI login =
        page.link("/oidc/login/" + provider)
            .orElseThrow(() -> new AssertionError("no way to " + provider + ": " + page.text()));
    HtmlPage there = open(login);
    Optional<HtmlForm> form = there.form("password");
    return form.isPresent() ? submit(form.get(), credentials()) : there;
  }

  private Map<String, String> credentials() {
    return Map.of("username", name, "password", Keycloak.password(name));
  }

  /// Presses the button of the form that goes to an address, with what is in it already.
  HtmlPage press(HtmlPage page, String action) throws IOException, InterruptedException {
    HtmlForm form =
        page.formTo(action)
            .orElseThrow(() -> new AssertionError("no form to " + action + ": " + page.text()));
    return submit(form, Map.of());
  }

  HtmlPage open(URI address) throws IOException, InterruptedException {
    return follow(address, HttpRequest.newBuilder(address).GET());
  }

  private HtmlPage submit(HtmlForm form, Map<String, String> typed)
      throws IOException, InterruptedException {
    String body =
        form.filled(typed).entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    URI origin = form.page();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(form.action())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", origin.getScheme() + "://" + origin.getAuthority())
            .header("Referer", origin.toString())
            .POST(BodyPublishers.ofString(body));
    return follow(form.action(), request);
  }

  private HtmlPage follow(URI address, HttpRequest.Builder first)
      throws IOException, InterruptedException {
    URI at = address;
    HttpRequest.Builder request = first;
    for (int redirects = 0; redirects < MOST_REDIRECTS; redirects++) {
      cookies.of(at).ifPresent(header(request));
      HttpResponse<String> answer =
          http.send(
              request.timeout(LIMIT).header("Accept", "text/html").build(),
              BodyHandlers.ofString());
      cookies.take(at, answer.headers().allValues("Set-Cookie"));
      trail.add(answer.statusCode() + " " + at.getPath());
      Optional<String> location = answer.headers().firstValue("Location");
      if (answer.statusCode() / 100 != 3 || location.isEmpty()) {
        return new HtmlPage(at, answer.statusCode(), answer.body());
      }
      at = at.resolve(location.get());
      request = HttpRequest.newBuilder(at).GET();
    }
    throw new AssertionError(name + " was sent round and round: " + trail);
  }

  private static java.util.function.Consumer<String> header(HttpRequest.Builder request) {
    return line -> {
      Object _ = request.header("Cookie", line);
    };
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
