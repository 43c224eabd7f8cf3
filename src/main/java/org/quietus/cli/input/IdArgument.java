package org.quietus.cli.input;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Refuses what no request, hold, run, notice, answer or certificate can be called. */
public final class IdArgument implements ITypeConverter<String> {
  private static final Pattern POSSIBLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,127}");

  @Override
  public String convert(String given) {
    if (!POSSIBLE.matcher(given).matches()) {
      throw new TypeConversionException(
          "an id is letters, digits, '-' and '_', and at most 128 of them");
    }
    return given;
  }
}
