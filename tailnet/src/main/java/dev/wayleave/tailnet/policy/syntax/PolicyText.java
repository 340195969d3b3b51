package dev.wayleave.tailnet.policy.syntax;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The text of a policy, which was read without fault: HuJSON, that is JSON with comments and
/// trailing commas.
///
/// What the values mean is not known here, nor whether they make a policy.
public final class PolicyText {
  private final String text;
  private final Json root;
  private final Tokens tokens;

  private PolicyText(String text, Json root, Tokens tokens) {
    this.text = text;
    this.root = root;
    this.tokens = tokens;
  }

  /// Reads a text.
  public static PolicyText parse(String text) throws PolicySyntaxException {
    Parser parser = new Parser(text);
    return new PolicyText(text, parser.parse(), parser.tokens());
  }

  /// Reads a text in UTF-8; bytes that are none are a fault like any other.
  public static PolicyText parse(byte[] utf8) throws PolicySyntaxException {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(utf8);
    CharBuffer out = CharBuffer.allocate(utf8.length);
    CoderResult result = decoder.decode(in, out, true);
    out.flip();
    if (result.isError()) {
      String what = "the byte 0x%02x is not UTF-8".formatted(in.get(in.position()));
      throw new PolicySyntaxException(
          List.of(new SyntaxFault(Position.of(out, out.length()), what)));
    }
    return parse(out.toString());
  }

  /// The text as it was read.
  public String text() {
    return text;
  }

  /// Its value.
  public Json root() {
    return root;
  }

  /// The text as the language's formatter lays it out.
  public String format() {
    return Formatter.format(tokens);
  }

  /// The text with changes made one after the other. All that they do not concern stays as it is,
  /// comments too.
  public PolicyText edit(Edit... edits) throws PolicyEditException {
    PolicyText edited = this;
    for (Edit edit : edits) {
      try {
        edited = parse(Editor.edited(edited.text, edited.tokens, edit));
      } catch (PolicySyntaxException e) {
        // Only the limit on nesting can be passed by putting one good text into another.
        throw new PolicyEditException("\"" + edit.path() + "\": " + e.getMessage(), e);
      }
    }
    return edited;
  }

  boolean hasOuterComments() {
    return tokens.hasComment(0) || tokens.hasComment(tokens.count());
  }

  /// The tag by which hosted Tailscale knows this text: SHA-256 of [#format] in lower-case
  /// hexadecimal, without quotes.
  public String etag() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(format().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
