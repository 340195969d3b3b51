package dev.wayleave.cli.administration;

import java.util.regex.Pattern;

/// The number by which a user, a device or a key is named on the command line.
public final class IdNumber {
  private static final Pattern FORM = Pattern.compile("-?[0-9]{1,18}");

  private IdNumber() {}

  public static boolean is(String text) {
    return FORM.matcher(text).matches();
  }
}
