package dev.wayleave.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// The frame of a page: style and script within it, and a policy that lets nothing else run or
/// load.
final class HtmlPage {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private HtmlPage() {}

  /// What stands between the frame's head and foot.
  @FunctionalInterface
  interface Body {
    void write(HtmlWriter page) throws IOException;
  }

  /// How the matter stands, which gives the banner its colour.
  enum Mood {
    GOOD,
    WORK,
    BAD
  }

  /// The head of a page.
  record Head(String title, String from, String to, Mood mood, String verdict) {}

  /// One figure that matters, large.
  record Card(long count, String name, String tone) {}

  static void write(Path file, Instant now, Head head, Body body) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
      write(writer, now, head, body);
    }
  }

  static void write(Appendable out, Instant now, Head head, Body body) throws IOException {
    HtmlWriter page = new HtmlWriter(out);
    String style = resource("report.css");
    String script = resource("report.js");
    page.own("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
    page.open("meta", "charset", "utf-8");
    page.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.open("meta", "name", "color-scheme", "content", "light dark");
    page.open("meta", "http-equiv", "Content-Security-Policy", "content", policy(style, script));
    page.element("title", head.title() + " · Wayleave");
    page.open("style").own(style).close("style");
    page.close("head").open("body");
    header(page, head, now);
    page.open("main");
    body.write(page);
    page.close("main");
    page.open("footer").open("p");
    page.text("Written by wayleave. Secrets appear only as fingerprints. This page loads nothing.");
    page.close("p").close("footer");
    page.open("script").own(script).close("script");
    page.close("body").close("html");
  }

  private static void header(HtmlWriter page, Head head, Instant now) throws IOException {
    page.open("header").open("p", "class", "brand").text("Wayleave").close("p");
    page.element("h1", head.title());
    page.open("dl", "class", "sides").element("dt", "from");
    page.open("dd").open("bdi").text(head.from()).close("bdi").close("dd");
    page.element("dt", "to").open("dd").open("bdi").text(head.to()).close("bdi").close("dd");
    page.close("dl");
    page.element("time", TIME.format(now), "datetime", now.toString());
    page.element(
        "p",
        head.verdict(),
        "class",
        "verdict " + head.mood().name().toLowerCase(Locale.ROOT),
        "role",
        "status");
    page.close("header");
  }

  static void cards(HtmlWriter page, List<Card> cards) throws IOException {
    page.open("section", "aria-label", "Figures").open("ul", "class", "cards");
    for (Card card : cards) {
      page.open("li", "class", card.count() == 0 ? "card none" : "card " + card.tone());
      page.element("strong", String.format(Locale.ROOT, "%,d", card.count()).replace(',', ' '));
      page.element("span", card.name()).close("li");
    }
    page.close("ul").close("section");
  }

  private static String policy(String style, String script) {
    return "default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'"
        .formatted(hash(style), hash(script));
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform must provide SHA-256", impossible);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError(name + " is part of this package");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
