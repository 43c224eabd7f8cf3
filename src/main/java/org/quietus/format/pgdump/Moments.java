package org.quietus.format.pgdump;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;

/** How PostgreSQL spells moments in the style ISO. */
final class Moments {

  /** With a space between date and time, and all seconds. */
  static final DateTimeFormatter WITHOUT_OFFSET =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .toFormatter();

  /** With an offset of hours, and of minutes and seconds where it has them. */
  static final DateTimeFormatter WITH_OFFSET =
      new DateTimeFormatterBuilder()
          .append(WITHOUT_OFFSET)
          .appendOffset("+HH:mm:ss", "+00")
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  private Moments() {}
}
