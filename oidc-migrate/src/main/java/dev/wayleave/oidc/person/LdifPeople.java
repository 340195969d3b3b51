package dev.wayleave.oidc.person;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import dev.wayleave.oidc.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the people of an LDIF (RFC 2849): entries that have a user name or a mail address.
///
/// What a provider before the directory puts into tokens as subject is known only to who set it up,
/// and a directory does not tell whether an address was verified.
final class LdifPeople {
  /// A value that is to be read from elsewhere, for example from a file of this machine.
  private static final Pattern ELSEWHERE = Pattern.compile("(?m)^[^#:\\r\\n][^:\\r\\n]*:[ ]*<");

  /// What OpenLDAP's `ldapsearch` writes at the end without `-L`: how the search went, and no
  /// entry.
  private static final Pattern ENDING =
      Pattern.compile("(?m)^search: \\d+\\R(?:control: .*\\R(?: .*\\R)*)*result: (\\d+) (.*)$");

  /// Where the same command was told of entries that another server has.
  private static final Pattern REFERENCE = Pattern.compile("(?m)^ref: (?=ldaps?://)");

  private static final List<String> USERNAMES = List.of("uid", "sAMAccountName");
  private static final int DISABLED = 2;

  private LdifPeople() {}

  static List<Person> of(String name, String text, @Nullable String subjectAttribute)
      throws InputException {
    // Long values are folded, and a fold may stand before the sign.
    Matcher elsewhere = ELSEWHERE.matcher(text.replaceAll("(\r\n|\r|\n) ", ""));
    if (elsewhere.find()) {
      throw new InputException(
          "%s takes the value of %s from another file, which is not read; write the value itself."
              .formatted(name, elsewhere.group().replaceAll(":.*", "")));
    }
    List<Person> people = new ArrayList<>();
    String entries = entries(name, text);
    try (LDIFReader reader = new LDIFReader(new BufferedReader(new StringReader(entries)))) {
      for (Entry entry = reader.readEntry(); entry != null; entry = reader.readEntry()) {
        Person person = person(entry, subjectAttribute);
        if (!person.username().isEmpty() || !person.email().isEmpty()) {
          people.add(person);
        }
      }
    } catch (LDIFException e) {
      throw new InputException(
          "%s, line %d: this is no entry of an LDIF; export entries, and no changes."
              .formatted(name, e.getLineNumber()),
          e);
    } catch (IOException e) {
      throw new InputException(name + " cannot be read; export it again.", e);
    }
    return people;
  }

  /// The text with what a command says besides entries turned into comments, so that lines keep
  /// their numbers.
  private static String entries(String name, String text) throws InputException {
    Matcher ending = ENDING.matcher(text);
    while (ending.find()) {
      if (!ending.group(1).equals("0")) {
        throw new InputException(
            "%s is not whole, as the search ended with %s (%s); have it list everybody."
                .formatted(name, ending.group(1), ending.group(2).strip()));
      }
    }
    String rest = ending.reset().replaceAll(end -> Matcher.quoteReplacement(commented(end)));
    return REFERENCE.matcher(rest).replaceAll("# ref: ");
  }

  private static String commented(MatchResult lines) {
    return lines.group().replaceAll("(?m)^", "# ");
  }

  private static Person person(Entry entry, @Nullable String subjectAttribute) {
    String username = first(entry, USERNAMES);
    return new Person(
        subjectAttribute == null ? null : subject(entry, subjectAttribute),
        username,
        first(entry, List.of("mail")),
        false,
        first(entry, List.of("displayName", "cn")),
        isEnabled(entry));
  }

  private static String first(Entry entry, List<String> names) {
    return names.stream()
        .flatMap(name -> Stream.ofNullable(entry.getAttributeValue(name)))
        .findFirst()
        .orElse("");
  }

  private static @Nullable String subject(Entry entry, String attribute) {
    byte[] bytes = entry.getAttributeValueBytes(attribute);
    if (bytes != null && attribute.toLowerCase(Locale.ROOT).equals("objectguid")) {
      return bytes.length == 16 ? guid(bytes) : null;
    }
    return entry.getAttributeValue(attribute);
  }

  /// Active Directory has the first three groups of an id in the order of an Intel processor.
  private static String guid(byte[] bytes) {
    byte[] turned = bytes.clone();
    int[] order = {3, 2, 1, 0, 5, 4, 7, 6};
    for (int i = 0; i < order.length; i++) {
      turned[i] = bytes[order[i]];
    }
    String hex = HexFormat.of().formatHex(turned);
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20));
  }

  private static boolean isEnabled(Entry entry) {
    Integer control = entry.getAttributeValueAsInteger("userAccountControl");
    Boolean locked = entry.getAttributeValueAsBoolean("nsAccountLock");
    return (control == null || (control & DISABLED) == 0) && !Boolean.TRUE.equals(locked);
  }
}
