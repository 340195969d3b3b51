package dev.wayleave.coordinator.ssh;

import dev.wayleave.coordinator.control.ControlRequest;
import dev.wayleave.tailnet.model.NodeId;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a node asks about a session: `/machine/ssh/action/SOURCE/to/DESTINATION?local_user=NAME`,
/// and once it waits also `&auth_id=ID`.
///
/// @param check the check that it waits for; empty where it asks for the first time
record SessionQuestion(NodeId source, NodeId destination, String localUser, String check) {
  static final String PATH = "/machine/ssh/action/";

  private static final Pattern FORM =
      Pattern.compile(Pattern.quote(PATH) + "([1-9][0-9]{0,17})/to/([1-9][0-9]{0,17})");

  private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  /// Longer than any account's name on any system.
  private static final int LONGEST_USER = 256;

  /// What a request asks; empty where it is not of this form.
  static Optional<SessionQuestion> of(ControlRequest request) {
    Matcher path = FORM.matcher(request.path());
    Map<String, String> query = query(request.query() == null ? "" : request.query());
    String user = query.getOrDefault("local_user", "");
    return path.matches() && isName(user)
        ? Optional.of(
            new SessionQuestion(
                new NodeId(Long.parseLong(path.group(1))),
                new NodeId(Long.parseLong(path.group(2))),
                user,
                query.getOrDefault("auth_id", "")))
        : Optional.empty();
  }

  /// Names go into the audit log and onto terminals, so what moves a cursor is in none.
  private static boolean isName(String user) {
    return !user.isEmpty() && user.length() <= LONGEST_USER && !INVISIBLE.matcher(user).find();
  }

  private static Map<String, String> query(String text) {
    Map<String, String> values = new HashMap<>();
    for (String part : text.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        decoded(part.substring(equals + 1))
            .ifPresent(value -> values.put(part.substring(0, equals), value));
      }
    }
    return values;
  }

  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not percent-encoded, so nothing was said
    }
  }
}
